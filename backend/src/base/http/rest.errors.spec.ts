// What callers may be told when something is thrown: a stable code, and nothing of our insides.
import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { AppError } from '../errors.js';
import { toAppError } from './rest.errors.js';

/** An error as PostgreSQL's driver throws it, bare or wrapped by TypeORM. */
const refusal = (code: string) => Object.assign(new Error('invalid byte sequence'), { code });
const wrapped = (code: string) => new QueryFailedError('SELECT 1', [], refusal(code));

describe('what is thrown', () => {
  it.each([
    ['a NUL in text', '22021'],
    ['a NUL in JSON', '22P05'],
    ['a number that is none', '22P02'],
    ['a date that is none', '22007'],
    ['a date out of range', '22008'],
  ])('%s, refused by PostgreSQL, is the fault of the input', (_, code) => {
    expect(toAppError(refusal(code)).code).toBe('BAD_INPUT');
    expect(toAppError(wrapped(code)).code).toBe('BAD_INPUT');
  });

  it.each(['23505', '40001', '57014', '22012'])('PostgreSQL error %s is ours', (code) => {
    expect(toAppError(wrapped(code)).code).toBe('INTERNAL');
  });

  it('keeps an error of ours as it is', () => {
    const error = new AppError('NOT_FOUND');
    expect(toAppError(error)).toBe(error);
  });
});
