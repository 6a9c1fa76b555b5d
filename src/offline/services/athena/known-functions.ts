/**
 * Functions that mean the same in Trino and in DuckDB, as DuckDB's parser names them, and those that a macro below makes
 * the same (`trunc` is what it makes of `interval '1' day`). Any other is refused by its name: it would be green here and red
 * in the cloud, or reach out of the tables.
 */
export const KNOWN_FUNCTIONS: ReadonlySet<string> = new Set(
  `count count_star sum avg min max min_by max_by arg_min arg_max count_if array_agg list arbitrary any_value bool_and bool_or
  stddev stddev_samp stddev_pop variance var_samp var_pop corr covar_samp covar_pop
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value first last
  abs ceil ceiling floor round trunc sign sqrt cbrt exp ln log10 log2 power pow mod greatest least grouping
  concat length lower upper trim ltrim rtrim replace reverse substr substring strpos position starts_with split_part
  lpad rpad chr concat_ws translate
  date_trunc date_diff date_part year month day hour minute second quarter week current_date get_current_timestamp now
  to_days to_months to_years to_hours to_minutes to_seconds to_weeks to_milliseconds
  contains map map_keys map_values map_from_entries cardinality element_at array_position list_position array_distinct
  array_sort array_max array_min flatten unnest row list_value array_length approx_distinct
  + - * / % || ~~ !~~ like_escape not_like_escape not @ between`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** What DuckDB has under another name or with another answer. */
export const TRINO_MACROS: readonly string[] = [
  // DuckDB's answers a list.
  'CREATE MACRO element_at(given, key) AS map_extract_value(given, key)',
  'CREATE MACRO approx_distinct(given) AS approx_count_distinct(given)',
];
