/** Word lists for the invented audience. */
export const FAMILY_NAMES =
  '김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 류 홍 전 고 문 손 양 배 백 허 남 심'.split(' ');

export const GIVEN_NAMES = (
  '서연 민준 지우 서준 하은 도윤 수아 예준 지민 시우 하윤 주원 채원 지호 서현 준서 다은 건우 예은 현우 ' +
  '유진 우진 수빈 선우 지아 연우 소율 정우 예린 승현 은지 준혁 나연 태윤 가은 지훈 미경 영수 정희 동현'
).split(' ');

export const TIERS = ['WELCOME', 'SILVER', 'GOLD', 'VIP'] as const;

export const CITIES = [
  { name: '서울', region: '서울특별시', latitude: 37.5665, longitude: 126.978 },
  { name: '부산', region: '부산광역시', latitude: 35.1796, longitude: 129.0756 },
  { name: '인천', region: '인천광역시', latitude: 37.4563, longitude: 126.7052 },
  { name: '대구', region: '대구광역시', latitude: 35.8714, longitude: 128.6014 },
  { name: '대전', region: '대전광역시', latitude: 36.3504, longitude: 127.3845 },
  { name: '광주', region: '광주광역시', latitude: 35.1595, longitude: 126.8526 },
  { name: '울산', region: '울산광역시', latitude: 35.5384, longitude: 129.3114 },
  { name: '수원', region: '경기도', latitude: 37.2636, longitude: 127.0286 },
  { name: '성남', region: '경기도', latitude: 37.42, longitude: 127.1267 },
  { name: '청주', region: '충청북도', latitude: 36.6424, longitude: 127.489 },
  { name: '전주', region: '전라북도', latitude: 35.8242, longitude: 127.148 },
  { name: '제주', region: '제주특별자치도', latitude: 33.4996, longitude: 126.5312 },
] as const;
