import { meaningOf, spelledAs, titleOf } from './map-columns.ts';

/** How people title columns, in Korean and in English, without blanks, capitals and marks between. */
const TITLES: readonly (readonly [meaning: string, ...titles: string[]])[] = [
  [
    'User.UserId',
    '고객id',
    '고객번호',
    '고객아이디',
    '회원번호',
    '회원id',
    '아이디',
    'customerid',
    'memberid',
    'userid',
    'id',
  ],
  ['EMAIL', '이메일', '메일', '이메일주소', '메일주소', 'mail', 'emailaddress'],
  ['SMS', '휴대전화', '휴대폰', '휴대폰번호', '전화번호', '핸드폰', 'phone', 'mobile', 'phonenumber', 'tel'],
  ['GCM', '안드로이드토큰', 'fcm', 'fcmtoken', 'androidtoken', 'pushtoken'],
  ['APNS', '아이폰토큰', 'iostoken', 'apnstoken'],
  ['Location.City', '도시', '지역', '거주지', 'city'],
  ['Location.Country', '국가', '나라', 'country'],
  ['Demographic.Timezone', '시간대', 'timezone'],
];

/** Names that attributes have in templates, by how people title them. */
const ATTRIBUTES: readonly (readonly [name: string, ...titles: string[]])[] = [
  ['GivenName', '이름', '고객명', '성명', 'name', 'firstname', 'givenname'],
];

/** What a column probably means, by its title; null: nothing that is known, so an attribute of its own name or nothing. */
export function guessColumn(text: string): string | null {
  const title = titleOf(text);
  if (meaningOf(title) !== null) return title;
  const spelled = spelledAs(title);
  if (spelled !== undefined) return spelled;
  const plain = title.toLowerCase().replaceAll(/[\s_.\-/()]/g, '');
  const known = TITLES.find(([, ...titles]) => titles.includes(plain));
  if (known !== undefined) return known[0];
  const attribute = ATTRIBUTES.find(([, ...titles]) => titles.includes(plain));
  return attribute === undefined ? null : `User.UserAttributes.${attribute[0]}`;
}
