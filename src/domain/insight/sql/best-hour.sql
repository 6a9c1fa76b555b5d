-- Of each hour of the day in Korea: how many customers did something in it (each counted once for each day), and of the
-- messages sent in it how many were opened within a week or so.
with active as (
  select d.value as hour_kst, d.people
  from event_day d
  join (
    select day_kst, max(built_at) as built_at
    from event_day
    where day_kst >= ? /* from */ and day_kst <= ? /* to */ and day_kst < ? /* rawFrom */
      and built_at <= cast(? /* builtBy */ as timestamp)
    group by day_kst
  ) b on b.day_kst = d.day_kst and b.built_at = d.built_at
  where d.day_kst >= ? /* from */ and d.day_kst <= ? /* to */ and d.day_kst < ? /* rawFrom */
    and d.fact = 'HOUR'
  union all
  select cast(hour_kst as varchar) as hour_kst, count(*) as people
  from (
    select distinct customer_key, day_kst, hour_kst
    from events
    where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
      and day_kst >= ? /* rawFrom */ and day_kst >= ? /* from */ and day_kst <= ? /* to */
  ) e
  group by hour_kst
),
messages as (
  select hour_kst, is_opened
  from (
    select
      customer_key,
      job_id,
      min(case when status = 'ACCEPTED' then day_kst end) as sent_day,
      min_by(hour_kst, case when status = 'ACCEPTED' then "at" end) as hour_kst,
      max(case when status in ('OPENED', 'CLICKED') then 1 else 0 end) as is_opened
    from deliveries
    where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
      and day_kst between ? /* from */ and ? /* laterTo */
      and status in ('ACCEPTED', 'OPENED', 'CLICKED')
      and (? /* channel */ = '' or channel = ? /* channel */)
    group by customer_key, job_id
  ) m
  where sent_day between ? /* from */ and ? /* to */
),
digits (n) as (
  values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)
),
hours as (
  select a.n + 10 * b.n as hour_kst
  from digits a cross join digits b
  where a.n + 10 * b.n < 24
)
select
  h.hour_kst,
  cast(coalesce(a.people, 0) as bigint) as people,
  coalesce(m.sent, 0) as sent,
  cast(coalesce(m.opened, 0) as bigint) as opened
from hours h
left join (
  select hour_kst, sum(people) as people from active group by hour_kst
) a on a.hour_kst = cast(h.hour_kst as varchar)
left join (
  select hour_kst, count(*) as sent, sum(is_opened) as opened from messages group by hour_kst
) m on m.hour_kst = h.hour_kst
order by h.hour_kst
