// Pure rules of origin proofs: the words that are signed, the key that signs, and how anybody checks them.
import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** The words of a statement; their JSON text is signed as it stands, so that nobody need agree on a canonical form. */
export interface OriginStatement {
  service: string;
  kind: 'arrived' | 'published';
  videoId: string;
  version: number;
  storeId: string;
  creatorId: string;
  sha256: string;
  sizeBytes: number;
  /** ISO 8601, UTC. */
  at: string;
}

export interface OriginProof {
  /** The very text that was signed. */
  statement: string;
  /** Ed25519, base64. */
  signature: string;
  keyId: string;
}

/** The header of a PKCS 8 file that holds an Ed25519 seed (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface OriginKey {
  privateKey: KeyObject;
  /** SubjectPublicKeyInfo, base64: what `openssl pkey -pubin` and every crypto library read. */
  publicKey: string;
  /** The first 16 hex digits of the SHA-256 of the public key. */
  keyId: string;
}

/** The key pair that follows from 32 secret bytes. */
export function originKey(seed: Uint8Array): OriginKey {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const keyId = createHash('sha256').update(spki).digest('hex').slice(0, 16);
  return { privateKey, publicKey: spki.toString('base64'), keyId };
}

export function signStatement(key: OriginKey, statement: OriginStatement): OriginProof {
  const text = JSON.stringify(statement);
  return {
    statement: text,
    signature: sign(null, Buffer.from(text), key.privateKey).toString('base64'),
    keyId: key.keyId,
  };
}

/** Whether this public key signed these very words. Never throws: a broken key or signature is simply not valid. */
export function verifyProof(proof: OriginProof, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(proof.statement), key, Buffer.from(proof.signature, 'base64'));
  } catch {
    return false;
  }
}
