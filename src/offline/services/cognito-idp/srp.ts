import { createHash, createHmac, randomBytes } from 'node:crypto';

/**
 * Server side of Cognito's Secure Remote Password: SRP-6a over the 3072-bit group of RFC 5054, with a 16-byte key derived
 * by HKDF ("Caldera Derived Key"). Numbers are hashed in Java's two's-complement form: a leading zero byte when the top
 * bit is set.
 */
const N = BigInt(
  '0x' +
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD' +
    'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED' +
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F' +
    '83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B' +
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510' +
    '15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7' +
    'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C' +
    'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
);
const G = 2n;
const K = hashToNumber(Buffer.concat([encode(N), encode(G)]));

export interface PasswordVerifier {
  readonly salt: string;
  readonly verifier: string;
}

export interface ServerExchange {
  /** Sent to the client as SRP_B, hex. */
  readonly publicB: string;
  readonly privateB: string;
}

/** What is stored instead of a password. */
export function createVerifier(
  poolId: string,
  username: string,
  password: string,
  salt = randomBytes(16).toString('hex'),
): PasswordVerifier {
  const identity = createHash('sha256')
    .update(`${poolName(poolId)}${username}:${password}`)
    .digest();
  const x = hashToNumber(Buffer.concat([encode(fromHex(salt)), identity]));
  return { salt, verifier: modPow(G, x, N).toString(16) };
}

/** Starts an exchange for a stored verifier. */
export function beginExchange(verifier: string): ServerExchange {
  const b = BigInt(`0x${randomBytes(128).toString('hex')}`);
  const publicB = (K * fromHex(verifier) + modPow(G, b, N)) % N;
  return { publicB: publicB.toString(16), privateB: b.toString(16) };
}

/** Is `A` usable? A multiple of N would let a client in without the password. */
export function isValidPublicA(publicA: string): boolean {
  return /^[0-9a-f]+$/i.test(publicA) && publicA.length <= 2048 && fromHex(publicA) % N !== 0n;
}

/** The signature that a client knowing the password sends as PASSWORD_CLAIM_SIGNATURE. */
export function expectedSignature(claim: {
  readonly poolId: string;
  readonly username: string;
  readonly verifier: string;
  readonly publicA: string;
  readonly exchange: ServerExchange;
  readonly secretBlock: string;
  readonly timestamp: string;
}): string {
  const a = fromHex(claim.publicA);
  const u = hashToNumber(Buffer.concat([encode(a), encode(fromHex(claim.exchange.publicB))]));
  const shared = modPow(a * modPow(fromHex(claim.verifier), u, N), fromHex(claim.exchange.privateB), N);
  const pseudoRandomKey = createHmac('sha256', encode(u)).update(encode(shared)).digest();
  const key = createHmac('sha256', pseudoRandomKey).update('Caldera Derived Key\u0001').digest().subarray(0, 16);
  return createHmac('sha256', key)
    .update(poolName(claim.poolId))
    .update(claim.username)
    .update(Buffer.from(claim.secretBlock, 'base64'))
    .update(claim.timestamp)
    .digest('base64');
}

/** The part of `region_name` that enters the hashes. */
function poolName(poolId: string): string {
  return poolId.split('_')[1] ?? '';
}

function fromHex(hex: string): bigint {
  return BigInt(`0x${hex}`);
}

function encode(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Buffer.from(/^[89a-f]/i.test(even) ? `00${even}` : even, 'hex');
}

function hashToNumber(data: Buffer): bigint {
  return fromHex(createHash('sha256').update(data).digest('hex'));
}

/** Fixed four-bit windows: a quarter of the multiplications of the plain square-and-multiply. */
function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const table: bigint[] = [1n];
  for (let index = 1; index < 16; index++) table.push(((table[index - 1] ?? 1n) * (base % modulus)) % modulus);
  let result = 1n;
  for (const digit of exponent.toString(16)) {
    for (let square = 0; square < 4; square++) result = (result * result) % modulus;
    const window = Number.parseInt(digit, 16);
    if (window !== 0) result = (result * (table[window] ?? 1n)) % modulus;
  }
  return result;
}
