-- Of each day of a span and each name of an event: how many and of how many customers (ALL), each value of each attribute
-- (ATTRIBUTE), the sum of each metric (METRIC); and whatever the name, how many and of how many customers on the day (DAY)
-- and in each of its hours (HOUR).
with told as (
  select
    customer_key,
    event_id,
    min(day_kst) as day_kst,
    min(hour_kst) as hour_kst,
    min(name) as name,
    arbitrary(attributes) as attributes,
    arbitrary(metrics) as metrics
  from events
  where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
    and day_kst between ? /* from */ and ? /* to */
  group by customer_key, event_id
)
select name, 'ALL' as fact, '' as key, '' as value, count(*) as events, count(distinct customer_key) as people,
  cast(null as double) as total, cast(? /* builtAt */ as timestamp) as built_at, day_kst
from told
group by day_kst, name
union all
select '' as name, 'DAY' as fact, '' as key, '' as value, count(*) as events, count(distinct customer_key) as people,
  cast(null as double) as total, cast(? /* builtAt */ as timestamp) as built_at, day_kst
from told
group by day_kst
union all
select t.name, 'ATTRIBUTE' as fact, k.key, map_values(t.attributes)[k.place] as value, count(*) as events,
  cast(null as bigint) as people, cast(null as double) as total, cast(? /* builtAt */ as timestamp) as built_at, t.day_kst
from told t cross join unnest(map_keys(t.attributes)) with ordinality as k (key, place)
where map_values(t.attributes)[k.place] is not null
group by t.day_kst, t.name, k.key, map_values(t.attributes)[k.place]
union all
select t.name, 'METRIC' as fact, k.key, '' as value, count(*) as events, cast(null as bigint) as people,
  sum(map_values(t.metrics)[k.place]) as total, cast(? /* builtAt */ as timestamp) as built_at, t.day_kst
from told t cross join unnest(map_keys(t.metrics)) with ordinality as k (key, place)
where map_values(t.metrics)[k.place] is not null
group by t.day_kst, t.name, k.key
union all
select '' as name, 'HOUR' as fact, '' as key, cast(hour_kst as varchar) as value, count(*) as events,
  count(distinct customer_key) as people, cast(null as double) as total, cast(? /* builtAt */ as timestamp) as built_at, day_kst
from told
group by day_kst, hour_kst
