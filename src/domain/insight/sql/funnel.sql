-- How many customers went through named events in order, within a time limit from the first. Every first step opens a
-- window; of events at one moment the earlier step comes first. The first step lies in the period, the others may follow it.
-- reach_n is, at each event, when the latest first step happened from which step n was reached in time: the latest one
-- leaves most time for what is to come.
with told as (
  select
    customer_key,
    occurred_at,
    day_kst,
    case name
      when ? /* step1 */ then 1
      when ? /* step2 */ then 2
      when ? /* step3 */ then 3
      when ? /* step4 */ then 4
      when ? /* step5 */ then 5
      else 6
    end as step
  from events
  where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
    and day_kst >= ? /* from */ and day_kst <= ? /* laterTo */
    and name in (
      ? /* step1 */, ? /* step2 */, ? /* step3 */, ? /* step4 */, ? /* step5 */, ? /* step6 */
    )
),
first_steps as (
  select *, max(case when step = 1 and day_kst <= ? /* to */ then occurred_at end) over (
      partition by customer_key order by occurred_at, step rows between unbounded preceding and current row
    ) as reach_1
  from told
),
second_steps as (
  select *, max(
      case when step = 2 and date_diff('millisecond', reach_1, occurred_at) <= cast(? /* withinMs */ as bigint) then reach_1 end
    ) over (
      partition by customer_key order by occurred_at, step rows between unbounded preceding and current row
    ) as reach_2
  from first_steps
),
third_steps as (
  select *, max(
      case when step = 3 and date_diff('millisecond', reach_2, occurred_at) <= cast(? /* withinMs */ as bigint) then reach_2 end
    ) over (
      partition by customer_key order by occurred_at, step rows between unbounded preceding and current row
    ) as reach_3
  from second_steps
),
fourth_steps as (
  select *, max(
      case when step = 4 and date_diff('millisecond', reach_3, occurred_at) <= cast(? /* withinMs */ as bigint) then reach_3 end
    ) over (
      partition by customer_key order by occurred_at, step rows between unbounded preceding and current row
    ) as reach_4
  from third_steps
),
fifth_steps as (
  select *, max(
      case when step = 5 and date_diff('millisecond', reach_4, occurred_at) <= cast(? /* withinMs */ as bigint) then reach_4 end
    ) over (
      partition by customer_key order by occurred_at, step rows between unbounded preceding and current row
    ) as reach_5
  from fourth_steps
)
select
  count(distinct case when reach_1 is not null then customer_key end) as step_1,
  count(distinct case when reach_2 is not null then customer_key end) as step_2,
  count(distinct case when reach_3 is not null then customer_key end) as step_3,
  count(distinct case when reach_4 is not null then customer_key end) as step_4,
  count(distinct case when reach_5 is not null then customer_key end) as step_5,
  count(distinct case
    when step = 6 and date_diff('millisecond', reach_5, occurred_at) <= cast(? /* withinMs */ as bigint) then customer_key
  end) as step_6
from fifth_steps
