-- Of the events of one name, how often each value of an attribute was there: VALUE, EMPTY (a text of no letters) and NONE
-- (without it, or null); together they are all events of the name. Beyond the thousand most frequent, values are OTHER.
-- A map is never asked by its key alone: Trino fails where a row has not got it, DuckDB does not.
with told as (
  select d.value, d.fact, d.events
  from event_day d
  join (
    select day_kst, max(built_at) as built_at
    from event_day
    where day_kst >= ? /* from */ and day_kst <= ? /* to */ and day_kst < ? /* rawFrom */
      and built_at <= cast(? /* builtBy */ as timestamp)
    group by day_kst
  ) b on b.day_kst = d.day_kst and b.built_at = d.built_at
  where d.day_kst >= ? /* from */ and d.day_kst <= ? /* to */ and d.day_kst < ? /* rawFrom */
    and d.name = ? /* name */
    and (d.fact = 'ALL' or (d.fact = 'ATTRIBUTE' and d.key = ? /* attribute */))
  union all
  select value, case when value is null then 'RAW_NONE' else 'RAW' end as fact, count(*) as events
  from (
    select
      customer_key,
      event_id,
      min(
        case
          when contains(map_keys(attributes), ? /* attribute */)
            then map_values(attributes)[array_position(map_keys(attributes), ? /* attribute */)]
        end
      ) as value
    from events
    where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
      and day_kst >= ? /* rawFrom */ and day_kst >= ? /* from */ and day_kst <= ? /* to */
      and name = ? /* name */
    group by customer_key, event_id
  ) e
  group by value
),
counted as (
  select
    case when value = '' then 'EMPTY' else 'VALUE' end as kind,
    value,
    sum(events) as events
  from told
  where fact in ('ATTRIBUTE', 'RAW')
  group by value
  union all
  select
    'NONE' as kind,
    '' as value,
    sum(case fact when 'ALL' then events when 'RAW_NONE' then events when 'ATTRIBUTE' then -events else 0 end) as events
  from told
),
ranked as (
  select kind, value, events, row_number() over (order by case kind when 'VALUE' then 1 else 0 end, events desc, value) as place
  from counted
  where events > 0
)
select
  case when place <= 1000 then kind else 'OTHER' end as kind,
  case when place <= 1000 then value else '' end as value,
  cast(sum(events) as bigint) as events
from ranked
group by case when place <= 1000 then kind else 'OTHER' end, case when place <= 1000 then value else '' end
order by events desc, kind, value
