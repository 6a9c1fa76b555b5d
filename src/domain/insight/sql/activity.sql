-- Active customers of each day, week and month and of the whole period: new, returning, and those who went quiet.
-- New: the first activity lies in the period. Dormant: the last one is dormantDays ago or more at the period's end.
-- Every row counts people for itself: a week is not the sum of its days. Whoever is active in a week, a month or the whole
-- period is counted there on the first of their days in it.
with active as (
  select d.customer_key, cast(d.day_kst as date) as day
  from user_day d
  join (
    select day_kst, max(built_at) as built_at
    from user_day
    where day_kst >= ? /* historyFrom */ and day_kst <= ? /* to */ and day_kst < ? /* rawFrom */
      and built_at <= cast(? /* builtBy */ as timestamp)
    group by day_kst
  ) b on b.day_kst = d.day_kst and b.built_at = d.built_at
  where d.day_kst >= ? /* historyFrom */ and d.day_kst <= ? /* to */ and d.day_kst < ? /* rawFrom */
    and (? /* name */ = '' or contains(map_keys(d.names), ? /* name */))
  union all
  select distinct customer_key, cast(day_kst as date) as day
  from events
  where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
    and day_kst >= ? /* rawFrom */ and day_kst <= ? /* to */
    and (? /* name */ = '' or name = ? /* name */)
),
neighbours as (
  select
    customer_key,
    day,
    lag(day) over (partition by customer_key order by day) as day_before,
    lead(day) over (partition by customer_key order by day) as day_after
  from active
),
tally as (
  select
    day,
    count(*) as active,
    count_if(day_before is null or day_before < greatest(date_trunc('week', day), cast(? /* from */ as date))) as first_of_week,
    count_if(day_before is null or day_before < greatest(date_trunc('month', day), cast(? /* from */ as date))) as first_of_month,
    count_if(day_before is null or day_before < cast(? /* from */ as date)) as first_of_all,
    count_if(day_before is null) as new_customers,
    count_if(day_after is null or day_after > day + interval '1' day * cast(? /* dormantDays */ as integer)) as quiet_after,
    count_if(day > day_before + interval '1' day * cast(? /* dormantDays */ as integer)) as back_from_quiet
  from neighbours
  group by day
),
digits (n) as (
  values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)
),
days as (
  select cast(cast(? /* from */ as date) + interval '1' day * (a.n + 10 * b.n + 100 * c.n) as date) as day
  from digits a cross join digits b cross join digits c
),
periods as (
  select
    case
      when grouping(day) = 0 then 'DAY'
      when grouping(week) = 0 then 'WEEK'
      when grouping(month) = 0 then 'MONTH'
      else 'TOTAL'
    end as grain,
    coalesce(day, week, month, cast(? /* from */ as date)) as period,
    max(day) as last_day
  from (
    select day, cast(date_trunc('week', day) as date) as week, cast(date_trunc('month', day) as date) as month
    from days
    where day <= cast(? /* to */ as date)
  ) d
  group by grouping sets ((day), (week), (month), ())
),
counted as (
  select
    case
      when grouping(day) = 0 then 'DAY'
      when grouping(week) = 0 then 'WEEK'
      when grouping(month) = 0 then 'MONTH'
      else 'TOTAL'
    end as grain,
    coalesce(day, week, month, cast(? /* from */ as date)) as period,
    case
      when grouping(day) = 0 then sum(active)
      when grouping(week) = 0 then sum(first_of_week)
      when grouping(month) = 0 then sum(first_of_month)
      else sum(first_of_all)
    end as active,
    sum(new_customers) as new_customers
  from (
    select *, cast(date_trunc('week', day) as date) as week, cast(date_trunc('month', day) as date) as month
    from tally
    where day >= cast(? /* from */ as date)
  ) t
  group by grouping sets ((day), (week), (month), ())
),
gaps as (
  select cast(day + interval '1' day * cast(? /* dormantDays */ as integer) as date) as on_day, quiet_after as change
  from tally
  union all
  select day as on_day, -back_from_quiet as change
  from tally
),
quiet as (
  select p.grain, p.period, sum(g.change) as dormant
  from periods p join gaps g on g.on_day <= p.last_day
  group by p.grain, p.period
)
select
  p.grain,
  cast(p.period as varchar) as period,
  cast(p.last_day as varchar) as last_day,
  cast(coalesce(c.active, 0) as bigint) as active,
  cast(coalesce(c.new_customers, 0) as bigint) as new_customers,
  cast(coalesce(c.active, 0) - coalesce(c.new_customers, 0) as bigint) as returning_customers,
  cast(coalesce(q.dormant, 0) as bigint) as dormant
from periods p
left join counted c on c.grain = p.grain and c.period = p.period
left join quiet q on q.grain = p.grain and q.period = p.period
order by case p.grain when 'DAY' then 1 when 'WEEK' then 2 when 'MONTH' then 3 else 4 end, p.period
