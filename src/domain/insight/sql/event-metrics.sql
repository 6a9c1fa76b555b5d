-- The sum of a metric of the events of one name, by day and over the whole period (day_kst is null there), with how many
-- events had it.
with told as (
  select d.day_kst, d.events, d.total
  from event_day d
  join (
    select day_kst, max(built_at) as built_at
    from event_day
    where day_kst >= ? /* from */ and day_kst <= ? /* to */ and day_kst < ? /* rawFrom */
      and built_at <= cast(? /* builtBy */ as timestamp)
    group by day_kst
  ) b on b.day_kst = d.day_kst and b.built_at = d.built_at
  where d.day_kst >= ? /* from */ and d.day_kst <= ? /* to */ and d.day_kst < ? /* rawFrom */
    and d.name = ? /* name */ and d.fact = 'METRIC' and d.key = ? /* metric */
  union all
  select day_kst, count(value) as events, sum(value) as total
  from (
    select
      customer_key,
      event_id,
      min(day_kst) as day_kst,
      min(
        case
          when contains(map_keys(metrics), ? /* metric */)
            then map_values(metrics)[array_position(map_keys(metrics), ? /* metric */)]
        end
      ) as value
    from events
    where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
      and day_kst >= ? /* rawFrom */ and day_kst >= ? /* from */ and day_kst <= ? /* to */
      and name = ? /* name */
    group by customer_key, event_id
  ) e
  group by day_kst
)
select day_kst, cast(sum(events) as bigint) as events, sum(total) as total
from told
where events > 0
group by grouping sets ((day_kst), ())
order by day_kst nulls last
