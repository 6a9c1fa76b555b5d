/**
 * What analysts' SQL may call: functions that compute from their arguments alone. None of them reads a file, an address or
 * a setting, in Athena as little as in what stands in for it offline; others are refused by name.
 */
export const ALLOWED_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'abs approx_distinct approx_percentile arbitrary any_value array_agg array_distinct array_position avg bool_and bool_or ' +
    'cardinality cbrt ceil ceiling char_length coalesce concat concat_ws contains corr count count_if covar_pop covar_samp ' +
    'cume_dist date_add date_diff date_trunc day day_of_week dense_rank element_at every exp first_value floor greatest ' +
    'histogram hour if lag last_value lead least length ln log10 lower lpad ltrim map map_agg map_entries map_keys ' +
    'map_values max max_by min min_by minute mod month nth_value ntile nullif percent_rank pow power quarter rank ' +
    'regexp_extract regexp_like regexp_replace replace reverse round row_number rpad rtrim second sign split split_part ' +
    'sqrt starts_with stddev stddev_pop stddev_samp strpos substr substring sum to_unixtime trim truncate upper var_pop ' +
    'var_samp variance week year'
  ).split(' '),
);

/** Types that values may be cast to or written with. */
export const ALLOWED_TYPES: ReadonlySet<string> = new Set(
  'varchar char boolean tinyint smallint integer int bigint real double decimal date time timestamp map array row json'.split(
    ' ',
  ),
);
