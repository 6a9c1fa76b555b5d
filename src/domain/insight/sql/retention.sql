-- Weekly cohorts: of those whose first activity was in a week (Monday to Sunday in Korea), how many were active in each
-- later week. Weeks that today lies in, or that are to come, are unfinished: their number will grow.
with weeks as (
  select u.customer_key, cast(u.week_kst as date) as week
  from user_week u
  join (
    select week_kst, max(built_at) as built_at
    from user_week
    where week_kst >= ? /* historyFrom */ and week_kst < ? /* weeksBefore */
      and built_at <= cast(? /* builtBy */ as timestamp)
    group by week_kst
  ) b on b.week_kst = u.week_kst and b.built_at = u.built_at
  where u.week_kst >= ? /* historyFrom */ and u.week_kst < ? /* weeksBefore */
  union
  select d.customer_key, cast(date_trunc('week', cast(d.day_kst as date)) as date) as week
  from user_day d
  join (
    select day_kst, max(built_at) as built_at
    from user_day
    where day_kst >= ? /* weeksBefore */ and day_kst <= ? /* to */ and day_kst < ? /* rawFrom */
      and built_at <= cast(? /* builtBy */ as timestamp)
    group by day_kst
  ) b on b.day_kst = d.day_kst and b.built_at = d.built_at
  where d.day_kst >= ? /* weeksBefore */ and d.day_kst <= ? /* to */ and d.day_kst < ? /* rawFrom */
    and (? /* name */ = '' or contains(map_keys(d.names), ? /* name */))
  union
  select customer_key, cast(date_trunc('week', cast(day_kst as date)) as date) as week
  from events
  where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
    and day_kst >= ? /* rawFrom */ and day_kst <= ? /* to */
    and (? /* name */ = '' or name = ? /* name */)
),
seen as (
  select week, min(week) over (partition by customer_key) as cohort
  from weeks
),
cells as (
  select cohort, week, count(*) as people
  from seen
  where cohort >= cast(? /* from */ as date)
  group by cohort, week
),
digits (n) as (
  values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)
),
asked as (
  select week
  from (
    select cast(cast(? /* from */ as date) + interval '7' day * (a.n + 10 * b.n) as date) as week
    from digits a cross join digits b
  ) w
  where week <= cast(? /* to */ as date)
)
select
  cast(c.week as varchar) as cohort,
  cast(w.week as varchar) as week,
  date_diff('week', c.week, w.week) as weeks_later,
  coalesce(s.people, 0) as size,
  coalesce(p.people, 0) as people,
  cast(w.week + interval '6' day as date) >= cast(? /* today */ as date) as is_unfinished
from asked c
join asked w on w.week >= c.week
left join cells s on s.cohort = c.week and s.week = c.week
left join cells p on p.cohort = c.week and p.week = w.week
order by c.week, w.week
