// The outbox: sent by SMTP, once, safely after a crash; shown in a demo and nowhere else.
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeStaff } from '../../../test/support/make.js';
import { letter } from './letters.rules.js';
import { Mail } from './mail.entity.js';
import { MailsService } from './mails.service.js';

/** A mail server of forty lines: keeps what it gets, refuses while told to. */
class SmtpServer {
  readonly received: string[] = [];
  refusing = false;
  private server!: Server;

  async start(): Promise<string> {
    this.server = createServer((socket) => {
      let data: string | null = null;
      socket.write('220 spec\r\n');
      socket.on('error', () => undefined);
      let rest = '';
      socket.on('data', (chunk) => {
        rest += chunk.toString();
        for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
          const line = rest.slice(0, end);
          rest = rest.slice(end + 2);
          if (data !== null) {
            if (line !== '.') {
              data += `${line}\n`;
              continue;
            }
            this.received.push(data);
            data = null;
            socket.write('250 kept\r\n');
          } else if (/^(EHLO|HELO)/.test(line)) socket.write('250 spec\r\n');
          else if (line.startsWith('MAIL')) socket.write(this.refusing ? '451 later\r\n' : '250 ok\r\n');
          else if (line === 'DATA') {
            data = '';
            socket.write('354 go on\r\n');
          } else socket.write(line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
        }
      });
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const LETTER = letter('reset_password', 'en', { name: 'Dana', link: 'https://vitrina.example/reset?token=abc' });

describe('mails', () => {
  const smtp = new SmtpServer();
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ SMTP_URL: await smtp.start() });
    app.config.mode = 'production';
  });
  afterAll(async () => {
    await app.close();
    await smtp.stop();
  });

  const write = async (): Promise<Mail> => {
    const mails = app.get(MailsService);
    await app.db.transaction((em) => mails.write(em, 'dana@spec.example', 'reset_password', LETTER));
    const [mail] = await mails.newest(1);
    if (!mail) throw new Error('no mail');
    return mail;
  };

  it('leave by SMTP once, and on a real shop the link is not kept', async () => {
    const mail = await write();
    await app.drainJobs();
    await app.get(MailsService).send(mail.id);
    expect(smtp.received).toHaveLength(1);
    expect(smtp.received[0]).toMatch(/Subject: A new password/);
    expect(smtp.received[0]).toContain(`Message-ID: <${mail.id}@127.0.0.1>`);
    const kept = await app.db.manager.findOneByOrFail(Mail, { id: mail.id });
    expect(kept).toMatchObject({ body: null, attempts: 1, lastError: null });
    expect(kept.sentAt).not.toBeNull();
  });

  it('wait and say why while the server refuses, and leave when it takes them', async () => {
    const before = smtp.received.length;
    smtp.refusing = true;
    const mail = await write();
    await expect(app.get(MailsService).send(mail.id)).rejects.toThrow(/451/);
    const waiting = await app.db.manager.findOneByOrFail(Mail, { id: mail.id });
    expect(waiting).toMatchObject({ sentAt: null, attempts: 1 });
    expect(waiting.lastError).toMatch(/451/);
    smtp.refusing = false;
    await app.get(MailsService).send(mail.id);
    expect(smtp.received).toHaveLength(before + 1);
  });

  it('are not written when the change they belong to is undone', async () => {
    const mails = app.get(MailsService);
    const before = (await mails.newest(100)).length;
    const undone = app.db.transaction(async (em) => {
      await mails.write(em, 'dana@spec.example', 'reset_password', LETTER);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await mails.newest(100)).toHaveLength(before);
  });

  it.each(['/demo/mail', '/demo/mail.json', '/demo/codes.json'])('a real shop has no %s', async (path) => {
    const answer = await app.http.get(path);
    expect(answer.status).toBe(404);
  });
});

describe('the demo', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('shows mails as plain text with links, and codes of staff', async () => {
    const staff = await makeStaff(app, 'moderator');
    const evil = { subject: '<script>', body: 'Read https://vitrina.example/a?b=1&c=2 <img src=x>' };
    await app.db.transaction((em) => app.get(MailsService).write(em, 'dana@spec.example', 'spec', evil));
    const page = await app.http.get('/demo/mail').expect(200).expect('content-type', /html/);
    expect(page.text).toContain('<a href="https://vitrina.example/a?b=1&amp;c=2">');
    expect(page.text).not.toMatch(/<script|<img/);
    expect(page.text).toContain(staff.email);
    const codes = await app.http.get('/demo/codes.json').expect(200);
    expect(codes.body).toMatchObject([{ email: staff.email, code: expect.stringMatching(/^\d{6}$/) }]);
  });
});

describe('a letter', () => {
  it.each([
    ['ru', 'ru', 'Новый пароль'],
    ['kk', 'kk-KZ', 'Жаңа құпиясөз'],
    ['en', 'fr', 'A new password'],
  ])('is written in %s for %s', (_, locale, subject) => {
    expect(letter('reset_password', locale, { name: 'D', link: 'l' }).subject).toBe(subject);
  });
  it('keeps a name as it is, also with the signs of a replacement', () => {
    expect(letter('confirm_email', 'en', { name: '$& {link}', link: 'https://x.example' }).body).toContain('Hello $& ');
  });
});
