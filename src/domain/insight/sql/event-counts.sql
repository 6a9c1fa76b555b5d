-- Events and the people behind them by day and name, each name over the whole period, each day over all names, and all.
-- The sums come first. An empty name asks for all names.
with told as (
  select d.customer_key, d.day_kst, n.name, map_values(d.names)[n.place] as events
  from user_day d
  join (
    select day_kst, max(built_at) as built_at
    from user_day
    where day_kst >= ? /* from */ and day_kst <= ? /* to */ and day_kst < ? /* rawFrom */
      and built_at <= cast(? /* builtBy */ as timestamp)
    group by day_kst
  ) b on b.day_kst = d.day_kst and b.built_at = d.built_at
  cross join unnest(map_keys(d.names)) with ordinality as n (name, place)
  where d.day_kst >= ? /* from */ and d.day_kst <= ? /* to */ and d.day_kst < ? /* rawFrom */
    and (? /* name */ = '' or n.name = ? /* name */)
  union all
  select customer_key, day_kst, name, count(*) as events
  from (
    select customer_key, event_id, min(day_kst) as day_kst, min(name) as name
    from events
    where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
      and day_kst >= ? /* rawFrom */ and day_kst <= ? /* to */
      and (? /* name */ = '' or name = ? /* name */)
    group by customer_key, event_id
  ) e
  group by customer_key, day_kst, name
)
select
  case when grouping(name) = 0 then name end as name,
  case when grouping(day_kst) = 0 then day_kst end as day_kst,
  cast(coalesce(sum(events), 0) as bigint) as events,
  count(distinct customer_key) as people
from told
group by grouping sets ((day_kst, name), (name), (day_kst), ())
order by day_kst nulls first, events desc, name nulls first
limit 20000
