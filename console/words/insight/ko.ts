/** What the list of reports says of the dashboard, in Korean. */
export const insightKo = {
  'dashboard.title': '대시보드',
  'dashboard.how': 'QuickSight가 매일 아침 새로 계산합니다. 리포트와 같은 데이터입니다.',
  'dashboard.show': '대시보드 보기',
  'dashboard.again': '다시 열기',
} as const;
