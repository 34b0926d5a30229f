package dev.sonde.analysis.cache;

import java.util.Set;

/**
 * Functions of PostgreSQL whose result depends on nothing but their arguments and the rows read, and those known to
 * depend on more. All others may be anything.
 */
final class KnownFunctions {
    private static final Set<String> REPEATABLE = Set.of(
            ("abs any_value array_agg array_append array_cat array_length array_position array_remove array_to_string"
                            + " array_upper avg bit_and bit_or bool_and bool_or btrim cardinality ceil ceiling char_length chr"
                            + " coalesce concat concat_ws count cume_dist date date_bin date_part date_trunc decode dense_rank"
                            + " encode every exists exp extract first_value floor format generate_series generate_subscripts"
                            + " greatest grouping initcap isfinite json_agg json_array_elements json_array_length"
                            + " json_build_array json_build_object json_extract_path json_extract_path_text json_object_agg"
                            + " json_typeof jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length"
                            + " jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_extract_path"
                            + " jsonb_extract_path_text jsonb_object_agg jsonb_object_keys jsonb_path_exists"
                            + " jsonb_path_query jsonb_path_query_array jsonb_set jsonb_strip_nulls jsonb_typeof justify_days"
                            + " justify_hours lag last_value lead least left length ln log lower lower_inc lpad ltrim"
                            + " make_date make_interval make_timestamp max md5 min mod mode nth_value ntile nullif"
                            + " octet_length overlay percent_rank percentile_cont percentile_disc plainto_tsquery"
                            + " phraseto_tsquery position power quote_ident quote_literal range_agg rank regexp_count"
                            + " regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_substr repeat replace"
                            + " reverse right round row_number row_to_json rpad rtrim sha256 sign similarity split_part sqrt"
                            + " starts_with stddev stddev_pop stddev_samp string_agg string_to_array strpos substr substring"
                            + " sum to_char to_date to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector translate"
                            + " trim trunc ts_headline ts_rank ts_rank_cd tsrange tstzrange int4range int8range numrange"
                            + " daterange unnest upper upper_inc var_pop var_samp variance websearch_to_tsquery"
                            + " width_bucket xmlagg")
                    .split(" "));

    private static final Set<String> CHANGING =
            Set.of(("age clock_timestamp current_catalog current_date current_database current_role current_schema"
                            + " current_schemas current_setting current_time current_timestamp current_user currval"
                            + " gen_random_uuid lastval localtime localtimestamp nextval now random random_normal"
                            + " session_user set_config setseed setval statement_timestamp system_user timeofday"
                            + " transaction_timestamp txid_current uuid_generate_v1 uuid_generate_v4 uuidv4 uuidv7 version")
                    .split(" "));

    private KnownFunctions() {}

    static boolean isRepeatable(String function) {
        return REPEATABLE.contains(withoutCatalog(function));
    }

    static boolean isChanging(String function) {
        String name = withoutCatalog(function);
        return CHANGING.contains(name) || name.startsWith("pg_");
    }

    private static String withoutCatalog(String function) {
        return function.startsWith("pg_catalog.") ? function.substring("pg_catalog.".length()) : function;
    }
}
