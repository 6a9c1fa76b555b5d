-- Events and the people behind them by day and name, each name over the whole period, each day over all names, and all.
-- The sums come first. An empty name asks for all names.
-- What a day says for itself is counted when it is over. People of a period are nobody's sum: of each customer the names
-- of all days are brought together first, which are few, and counted then.
with told as (
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
),
by_day as (
  select case when k.is_of_name then d.name end as name, d.day_kst, d.events, d.people
  from event_day d
  join (
    select day_kst, max(built_at) as built_at
    from event_day
    where day_kst >= ? /* from */ and day_kst <= ? /* to */ and day_kst < ? /* rawFrom */
      and built_at <= cast(? /* builtBy */ as timestamp)
    group by day_kst
  ) b on b.day_kst = d.day_kst and b.built_at = d.built_at
  cross join (values (true), (false)) as k (is_of_name)
  where d.day_kst >= ? /* from */ and d.day_kst <= ? /* to */ and d.day_kst < ? /* rawFrom */
    and (
      (k.is_of_name and d.fact = 'ALL' and (? /* name */ = '' or d.name = ? /* name */))
      or (not k.is_of_name and d.name = ? /* name */ and d.fact = case when ? /* name */ = '' then 'DAY' else 'ALL' end)
    )
  union all
  select
    case when grouping(name) = 0 then name end as name,
    day_kst,
    sum(events) as events,
    count(distinct customer_key) as people
  from told
  group by grouping sets ((day_kst, name), (day_kst))
),
names_of_customers as (
  select customer_key, array_distinct(flatten(array_agg(names))) as names
  from (
    select d.customer_key, map_keys(d.names) as names
    from user_day d
    join (
      select day_kst, max(built_at) as built_at
      from user_day
      where day_kst >= ? /* from */ and day_kst <= ? /* to */ and day_kst < ? /* rawFrom */
        and built_at <= cast(? /* builtBy */ as timestamp)
      group by day_kst
    ) b on b.day_kst = d.day_kst and b.built_at = d.built_at
    where d.day_kst >= ? /* from */ and d.day_kst <= ? /* to */ and d.day_kst < ? /* rawFrom */
      and (? /* name */ = '' or contains(map_keys(d.names), ? /* name */))
    union all
    select customer_key, array_agg(name) as names
    from told
    group by customer_key
  ) n
  group by customer_key
)
select name, day_kst, cast(sum(events) as bigint) as events, cast(sum(people) as bigint) as people
from (
  select name, day_kst, events, people from by_day
  union all
  select name, cast(null as varchar) as day_kst, events, 0 as people from by_day
  union all
  select n.name, cast(null as varchar) as day_kst, 0 as events, count(*) as people
  from names_of_customers c cross join unnest(c.names) as n (name)
  where ? /* name */ = '' or n.name = ? /* name */
  group by n.name
  union all
  select cast(null as varchar) as name, cast(null as varchar) as day_kst, 0 as events, count(*) as people
  from names_of_customers
) facts
group by name, day_kst
order by day_kst nulls first, events desc, name nulls first
limit 20000
