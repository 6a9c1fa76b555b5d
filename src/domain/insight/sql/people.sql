-- The customers behind a number of the activity report, by their keys, a thousand at a time.
-- The same words as there: ACTIVE, NEW, RETURNING within the period; DORMANT at its end.
with active as (
  select d.customer_key, d.day_kst
  from user_day d
  join (
    select day_kst, max(built_at) as built_at
    from user_day
    where day_kst >= ? /* historyFrom */ and day_kst <= ? /* to */ and day_kst < ? /* rawFrom */
      and built_at <= cast(? /* builtBy */ as timestamp)
    group by day_kst
  ) b on b.day_kst = d.day_kst and b.built_at = d.built_at
  where d.day_kst >= ? /* historyFrom */ and d.day_kst <= ? /* to */ and d.day_kst < ? /* rawFrom */
    and d.customer_key > ? /* after */
    and (? /* name */ = '' or contains(map_keys(d.names), ? /* name */))
  union
  select customer_key, day_kst
  from events
  where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
    and day_kst >= ? /* rawFrom */ and day_kst <= ? /* to */
    and customer_key > ? /* after */
    and (? /* name */ = '' or name = ? /* name */)
),
people as (
  select
    customer_key,
    min(day_kst) as first_day,
    max(day_kst) as last_day,
    cast(count_if(day_kst >= ? /* from */) as bigint) as days
  from active
  group by customer_key
)
select customer_key, first_day, last_day, days
from people
where case ? /* kind */
    when 'ACTIVE' then days > 0
    when 'NEW' then first_day >= ? /* from */
    when 'RETURNING' then days > 0 and first_day < ? /* from */
    when 'DORMANT' then
      cast(cast(last_day as date) + interval '1' day * cast(? /* dormantDays */ as integer) as date)
      <= cast(? /* to */ as date)
    else false
  end
order by customer_key
limit 1000
