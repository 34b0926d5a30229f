set local synchronous_commit = off;
set local work_mem = '128MB';
set local maintenance_work_mem = '256MB';

-- A number in [0, 1) that depends on the key and the salt alone.
create function pg_temp.u(key bigint, salt bigint) returns double precision language sql immutable
    return (hashint8extended(key, salt) & 1073741823) / 1073741824.0::double precision;

-- Cubed, the first agents own most of everything: at 6,000 agents the first one has a twentieth.
create function pg_temp.agent_of_task(task bigint) returns bigint language sql immutable
    return 1 + floor(:agents * power(pg_temp.u(task, 1), 3))::bigint;

-- Half a year, denser towards today.
create function pg_temp.time_of_task(task bigint) returns timestamptz language sql stable
    return date_trunc('day', now()) - interval '180 days' * power(1 - task / (:tasks + 1.0)::double precision, 2);

-- Runs of the newest third of the tasks; some tasks have none, some several.
create function pg_temp.task_of_run(run bigint) returns bigint language sql immutable
    return :tasks - :runs + least(:runs, 1 + floor(run - 1 + 3 * pg_temp.u(run, 2))::bigint);

-- Prose, cut once: cutting it for each row anew would take most of the time.
create temporary table prose on commit drop as
select n as id, substr(body, 1 + n, 20 + n * 7 % 40) as line, substr(body, 1 + n, 60 + n * 13 % 240) as paragraph,
       substr(body, 1 + n, 200 + n * 17 % 500) as page
from generate_series(0, 1023) n, (values ('The agent reads the ticket, asks the billing service for the open invoices of the customer and compares them with the payments of the last quarter. Two invoices carry the same purchase order, so the second is held back until the account owner confirms it. Next it drafts a reply that names both documents, the amount that is in doubt and the person who can release it. The reply goes to review because the amount is above the limit for automatic answers. While it waits, the agent looks for earlier tickets of the same kind and finds that a change of the tax rate caused three of them. It adds a note for the finance team, links the tickets and proposes a rule that would catch the next one. The reviewer accepts the draft with one change: the due date moves by a week. The agent sends the reply, stores what it learned about this customer, and closes the task. A later run checks that the payment arrived, that no further reminder was sent and that the report of the month shows the corrected sum. If anything is missing it opens a new task, hands over what it knows and names the step that failed, so that nobody has to read the whole conversation again. Shipping delays are answered from the carrier feed; when the feed is older than an hour the agent says so and offers to call back. Requests to change an address need a second factor, and the agent asks for it before it touches the record. Everything it did is written down with the time, the tool and the outcome, which makes audits short and mistakes easy to find.')) as source (body);

analyze prose;
