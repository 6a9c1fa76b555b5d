-- Of each customer and week of a span that begins on a Monday and ends on a Sunday: made from the days.
select
  d.customer_key,
  cast(count(*) as integer) as days,
  cast(sum(d.events) as bigint) as events,
  cast(sum(d.sessions) as bigint) as sessions,
  min(d.first_at) as first_at,
  cast(? /* builtAt */ as timestamp) as built_at,
  cast(cast(date_trunc('week', cast(d.day_kst as date)) as date) as varchar) as week_kst
from user_day d
join (
  select day_kst, max(built_at) as built_at
  from user_day
  where day_kst between ? /* from */ and ? /* to */ and built_at <= cast(? /* builtBy */ as timestamp)
  group by day_kst
) b on b.day_kst = d.day_kst and b.built_at = d.built_at
where d.day_kst between ? /* from */ and ? /* to */
group by d.customer_key, date_trunc('week', cast(d.day_kst as date))
