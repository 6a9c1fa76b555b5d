-- Of each customer and day of a span: what a report of activity asks for. Derived from all that is known of these days.
select
  customer_key,
  cast(sum(events) as bigint) as events,
  cast(sum(case when name in ('session_started', '_session.start') then events else 0 end) as bigint) as sessions,
  min(first_at) as first_at,
  max(last_at) as last_at,
  map(array_agg(name order by name), array_agg(events order by name)) as names,
  cast(? /* builtAt */ as timestamp) as built_at,
  day_kst
from (
  select customer_key, day_kst, name, count(*) as events, min(occurred_at) as first_at, max(occurred_at) as last_at
  from (
    select customer_key, event_id, min(day_kst) as day_kst, min(name) as name, min(occurred_at) as occurred_at
    from events
    where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
      and day_kst between ? /* from */ and ? /* to */
    group by customer_key, event_id
  ) e
  group by customer_key, day_kst, name
) n
group by customer_key, day_kst
