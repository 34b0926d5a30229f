#!/usr/bin/env bash
# Reviews the new migrations of a pull or merge request and keeps one comment there up to date: the action beside it and
# .gitlab/review.yml start it. What a user sets comes by environment variables (docs/ci.md) and is never part of a script.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
migrations=${SONDE_REVIEW_MIGRATIONS:-src/main/resources/db/migration}
token=${SONDE_REVIEW_TOKEN:-}
unset SONDE_REVIEW_TOKEN # the migrations run, and what they start sees the environment
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# GitHub shows a warning beside the run; elsewhere it is a line of the log.
warn() {
  if [ "${GITHUB_ACTIONS:-}" = true ]; then
    printf '::warning title=sonde review::%s\n' "$(printf '%s' "$1" | tr -d '\000-\037' | sed 's/%/%25/g')"
  else
    printf 'sonde: warning: %s\n' "$1" >&2
  fi
}

fail() { # fail STATUS MESSAGE
  printf 'sonde: %s\n' "$2" >&2
  exit "$1"
}

# --- The review ------------------------------------------------------------------------------------------------------

base_of() { # prints the branch or commit to compare with, as git knows it; nothing leaves the choice to the command
  local branch=${GITHUB_BASE_REF:-${CI_MERGE_REQUEST_TARGET_BRANCH_NAME:-}}
  if [ -n "${SONDE_REVIEW_BASE:-}" ]; then
    printf '%s' "$SONDE_REVIEW_BASE"
  elif [ -n "$branch" ]; then
    fetch_branch "$branch"
    printf 'origin/%s' "$branch"
  fi
}

fetch_branch() { # build servers clone one branch; if this fails, the command says so, and what to do
  local from=origin
  if [ "${CI_MERGE_REQUEST_SOURCE_PROJECT_ID:-}" != "${CI_MERGE_REQUEST_PROJECT_ID:-}" ]; then
    from=$CI_MERGE_REQUEST_PROJECT_URL # origin is the fork
  fi
  if ! git rev-parse --verify --quiet "refs/remotes/origin/$1^{commit}" >/dev/null; then
    git fetch --quiet --no-tags "$from" "+refs/heads/$1:refs/remotes/origin/$1" >&2 || true
  fi
}

sonde() {
  local launcher=$here/../../../sonde java=java
  if [ -z "${SONDE_REVIEW_JAR:-}" ]; then
    "$launcher" --version >&2 || return # builds it on first use
    unprivileged "$launcher" "$@"
    return
  fi
  [ -f "$SONDE_REVIEW_JAR" ] || fail 2 "$SONDE_REVIEW_JAR: no such file; name the sonde-cli.jar of a build, its folder lib beside it"
  [ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
  command -v "$java" >/dev/null || fail 3 "Java 17 or newer is needed: install a JDK or set JAVA_HOME"
  unprivileged "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$SONDE_REVIEW_JAR:$(dirname "$SONDE_REVIEW_JAR")/lib/*" \
    dev.sonde.cli.Sonde "$@"
}

# PostgreSQL does not run as root. The command takes a user name space for it; in a container that forbids those, all of it
# runs as nobody.
unprivileged() {
  if [ "$(id -u)" != 0 ] || unshare -U true 2>/dev/null; then
    "$@"
  else
    chown -R 65534:65534 "$results"
    HOME=$results GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*' \
      setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"
  fi
}

review() { # its files go to $results; returns the command's exit status
  local base capture
  local -a arguments=("--fail-on=${SONDE_REVIEW_FAIL_ON:-error}")
  base=$(base_of)
  [ -z "$base" ] || arguments+=("--base=$base")
  [ -z "${SONDE_REVIEW_SNAPSHOT:-}" ] || arguments+=("--snapshot=$SONDE_REVIEW_SNAPSHOT")
  while IFS= read -r capture; do
    [ -z "$capture" ] || arguments+=("--capture=$capture")
  done <<<"${SONDE_REVIEW_CAPTURE:-}"
  if [ "${GITHUB_ACTIONS:-}" = true ]; then
    arguments+=(--format=github)
  else
    arguments+=(--format=text)
  fi
  arguments+=("--format=md=$results/review.md" "--format=json=$results/review.json" "--format=sarif=$results/review.sarif"
    "--format=gitlab=$results/gitlab.json" "--format=junit=$results/junit.xml")
  rm -f "$results"/review.{md,json,sarif} "$results/gitlab.json" "$results/junit.xml"
  # The summary is written below: whoever the command runs as may not.
  GITHUB_STEP_SUMMARY='' sonde review "${arguments[@]}" -- "$migrations"
}

# --- The comment -----------------------------------------------------------------------------------------------------

# Its first line, invisible to readers, says which part it is and of which folder, so that two reviews of one pull request
# keep a comment each.
key=$(printf '%s' "$migrations" | tr -c 'A-Za-z0-9._/-' _ | cut -c1-150)

call() { # call METHOD PATH [FILE]: prints the status of the answer, whose text is then in $work/answer
  local -a arguments=(--silent --show-error --max-time 60 --retry 2 --request "$1" --output "$work/answer"
    --write-out '%{http_code}' --header @-)
  [ $# -lt 3 ] || arguments+=(--header 'Content-Type: application/json' --data-binary "@$3")
  : >"$work/answer"
  # By standard input: arguments can be read by every process of the machine.
  printf '%s\n' "$authorization" | curl "${arguments[@]}" "$api$2" || true
}

refused() { # refused STATUS WHAT
  local why
  why=$(jq -r '.message // .error // empty | tostring' "$work/answer" 2>/dev/null | head -c 300 || true)
  case $1 in
    401 | 403 | 404)
      warn "the comment was not written: the token may not $2 (HTTP $1${why:+, $why}), as is usual for a request from a fork; the review is in ${elsewhere}"
      ;;
    000) warn "the comment was not written: no answer from $api; the review is in ${elsewhere}" ;;
    *) warn "the comment was not written: HTTP $1 to $2${why:+: $why}; the review is in ${elsewhere}" ;;
  esac
  return 1
}

# Parts of the comment, $work/part-1 and so on. No other line looks like the first of a part: what a branch says in words is
# escaped, and in its SQL two dashes begin a comment.
split_parts() { # split_parts FILE
  awk -v folder="$work" -v key="$key" '
    /^<!-- sonde:review [0-9]+ -->$/ { file = folder "/part-" $3; $0 = "<!-- sonde:review " $3 " " key " -->" }
    { print > file }' "$1"
}

# Lines of NUMBER ID of our older comments: those that begin as ours do and were written by the token or an app, since
# anyone can write such a line.
older_comments() {
  local page=1 status count
  : >"$work/older"
  while :; do
    status=$(call GET "$comments?per_page=100&page=$page")
    [ "$status" = 200 ] || refused "$status" "list comments" || return 1
    if ! count=$(jq 'if type == "array" then length else error end' "$work/answer" 2>/dev/null) || ! ours >>"$work/older"; then
      warn "the comment was not written: $api$comments gave no list of comments; the review is in $elsewhere"
      return 1
    fi
    [ "$count" -gt 0 ] || return 0
    page=$((page + 1))
  done
}

ours() { # lines of NUMBER ID for a page of comments
  jq -r --arg close " $key -->" --arg me "$me" '.[]
    | select((.author.id // .user.login | tostring) == $me or .user.type == "Bot")
    | .id as $id | (.body // "") | split("\n")[0] | rtrimstr("\r")
    | select(startswith("<!-- sonde:review ") and endswith($close))
    | ltrimstr("<!-- sonde:review ") | rtrimstr($close) | select(test("^[0-9]+$"))
    | "\(.) \($id)"' "$work/answer"
}

write_part() { # write_part NUMBER: updates the older comment of that number, or adds one
  local id status
  jq -n --rawfile body "$work/part-$1" '{body: $body}' >"$work/request"
  id=$(awk -v number="$1" '$1 == number { print $2; exit }' "$work/older")
  if [ -n "$id" ]; then
    status=$(call "$update" "$comment/$id" "$work/request")
  else
    status=$(call POST "$comments" "$work/request")
  fi
  case $status in
    200 | 201) ;;
    *) refused "$status" "write comments" ;;
  esac
}

delete_rest() { # delete_rest PARTS: what an earlier, longer review left, and doubles
  local number id status
  awk -v parts="$1" '$1 > parts || seen[$1]++' "$work/older" | while read -r number id; do
    status=$(call DELETE "$comment/$id")
    case $status in
      200 | 204 | 404) ;;
      *) refused "$status" "delete part $number" ;;
    esac
  done
}

comment() { # writes the review, whose older comments are replaced
  local number=1
  older_comments || return 0
  if [ ! -s "$work/older" ] && [ "$(jq '(.files | length) + (.findings | length)' "$results/review.json")" = 0 ]; then
    return 0 # nothing to tell whoever changes no migration
  fi
  split_parts "$results/review.md"
  while [ -f "$work/part-$number" ]; do
    write_part "$number" || return 0
    number=$((number + 1))
  done
  delete_rest $((number - 1)) || return 0
}

github_comment() {
  local number
  number=$(jq -r '.pull_request.number // empty' "${GITHUB_EVENT_PATH:-/dev/null}")
  [ -n "$number" ] || return 0
  elsewhere="the summary of this step"
  api=$GITHUB_API_URL
  comments=/repos/$GITHUB_REPOSITORY/issues/$number/comments comment=/repos/$GITHUB_REPOSITORY/issues/comments update=PATCH
  authorization="Authorization: Bearer $token"
  me='' # an action's own token is an app's, which is no user
  if [ "$(call GET /user)" = 200 ]; then
    me=$(jq -r .login "$work/answer")
  fi
  comment
}

gitlab_comment() {
  local status
  [ -n "${CI_MERGE_REQUEST_IID:-}" ] || return 0
  elsewhere="the log and the reports of this job"
  if [ -z "$token" ]; then
    warn "no comment is written without SONDE_REVIEW_TOKEN, a project access token with the scope api (docs/ci.md); the review is in $elsewhere"
    return 0
  fi
  api=$CI_API_V4_URL
  comments=/projects/$CI_MERGE_REQUEST_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes comment=$comments update=PUT
  authorization="PRIVATE-TOKEN: $token"
  status=$(call GET /user)
  [ "$status" = 200 ] || refused "$status" "ask who it belongs to" || return 0
  me=$(jq -r .id "$work/answer")
  comment
}

# --- All of it -------------------------------------------------------------------------------------------------------

results=${SONDE_REVIEW_RESULTS:-}
if [ -z "$results" ]; then
  results=$(mktemp -d "${RUNNER_TEMP:-/tmp}/sonde-review.XXXXXX")
fi
mkdir -p "$results"
results=$(cd "$results" && pwd)
status=0
review || status=$?
if [ "$status" -gt 1 ] || [ ! -f "$results/review.json" ]; then
  # Of Java itself, if it is too old, the status is 1.
  [ "$status" -gt 1 ] || status=3
  [ -z "${GITHUB_OUTPUT:-}" ] || printf 'status=%s\n' "$status" >>"$GITHUB_OUTPUT"
  fail "$status" "the migrations were not reviewed, the lines above say why"
fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  head -c 1000000 "$results/review.md" >>"$GITHUB_STEP_SUMMARY" # GitHub takes a mebibyte
fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  printf '%s=%s\n' status "$status" markdown "$results/review.md" json "$results/review.json" sarif "$results/review.sarif" >>"$GITHUB_OUTPUT"
fi
if [ "${SONDE_REVIEW_COMMENT:-true}" = true ]; then
  if ! command -v curl >/dev/null || ! command -v jq >/dev/null; then
    fail 3 "curl and jq are needed to write the comment: install them, or set the comment to false"
  fi
  if [ "${GITHUB_ACTIONS:-}" = true ]; then
    github_comment
  elif [ "${GITLAB_CI:-}" = true ]; then
    gitlab_comment
  fi
fi
exit "$status"
