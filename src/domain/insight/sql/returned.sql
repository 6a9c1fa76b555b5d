-- Of those whom a campaign sent a message, and of those held out, how many did something within some days after it. An empty
-- campaignId asks for every campaign. Somebody is counted once for each run, from the first message (or from when they were
-- kept out) on.
with members as (
  select
    customer_key,
    coalesce(run_id, job_id) as run_id,
    min(campaign_id) as campaign_id,
    min_by(arm, "at") as arm,
    min("at") as sent_at
  from deliveries
  where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
    and day_kst between ? /* from */ and ? /* to */
    and (? /* campaignId */ = '' or campaign_id = ? /* campaignId */)
    and (? /* runId */ = '' or run_id = ? /* runId */)
    and status in ('ACCEPTED', 'HELD_OUT')
  group by customer_key, coalesce(run_id, job_id)
),
active as (
  select d.customer_key, d.first_at, d.last_at
  from user_day d
  join (
    select day_kst, max(built_at) as built_at
    from user_day
    where day_kst >= ? /* from */ and day_kst <= ? /* laterTo */ and day_kst < ? /* timesFrom */
      and built_at <= cast(? /* builtBy */ as timestamp)
    group by day_kst
  ) b on b.day_kst = d.day_kst and b.built_at = d.built_at
  where d.day_kst >= ? /* from */ and d.day_kst <= ? /* laterTo */ and d.day_kst < ? /* timesFrom */
  union all
  select customer_key, occurred_at as first_at, occurred_at as last_at
  from events
  where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
    and day_kst >= ? /* timesFrom */ and day_kst >= ? /* from */ and day_kst <= ? /* laterTo */
    and (? /* name */ = '' or name = ? /* name */)
),
returned as (
  select distinct m.customer_key, m.run_id
  from members m
  join active a on a.customer_key = m.customer_key
    and a.last_at > m.sent_at
    and date_diff('millisecond', m.sent_at, a.first_at) <= cast(? /* withinMs */ as bigint)
)
select
  m.campaign_id,
  m.arm,
  count(*) as members,
  count(r.customer_key) as returned,
  cast(count_if(date_diff('millisecond', m.sent_at, cast(? /* now */ as timestamp)) < cast(? /* withinMs */ as bigint)) as bigint) as open_windows
from members m
left join returned r on r.customer_key = m.customer_key and r.run_id = m.run_id
group by m.campaign_id, m.arm
order by m.campaign_id, m.arm
