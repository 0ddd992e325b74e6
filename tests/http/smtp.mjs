// A mail server for a test, on loopback: it keeps what it is sent, and answers as it is told.
//
//     const server = await openMailServer();
//     server.answer = ({ to, count }) => '451 Come back later';   // to a mail's bytes; null is none; or a promise
//     after(() => server.close());
import { once } from 'node:events';
import net from 'node:net';

export async function openMailServer() {
    const server = new MailServer();
    await server.open();
    return server;
}

class MailServer {
    mails = []; // {from, to, text}: all whose bytes have come whole, whatever was answered
    answer = () => '250 Taken';
    #server;
    #sockets = new Set();

    async open() {
        this.#server = net.createServer((socket) => this.#serve(socket)).listen(0, '127.0.0.1');
        await once(this.#server, 'listening');
    }

    get url() {
        return `smtp://127.0.0.1:${this.#server.address().port}`;
    }

    async close() {
        this.#server.close();
        for (const socket of this.#sockets) socket.destroy();
    }

    sentTo(address) {
        return this.mails.filter(({ to }) => to === address);
    }

    #serve(socket) {
        this.#sockets.add(socket);
        let heard = '';
        let mail;
        let isData = false;
        socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
        socket.setEncoding('latin1').write('220 test\r\n');
        socket.on('data', (bytes) => {
            heard += bytes;
            for (;;) {
                const end = heard.indexOf(isData ? '\r\n.\r\n' : '\r\n');
                if (end < 0) return;
                const line = heard.slice(0, end);
                heard = heard.slice(end + (isData ? 5 : 2));
                if (isData) {
                    isData = false;
                    mail.text = line.replace(/^\.\./gm, '.');
                    this.mails.push(mail);
                    Promise.resolve(this.answer({ ...mail, count: this.mails.length })).then(
                        (answer) => answer !== null && socket.write(`${answer}\r\n`),
                    );
                } else if (/^(EHLO|HELO)/i.test(line)) socket.write('250 test\r\n');
                else if (/^MAIL FROM:/i.test(line)) {
                    mail = { from: line.match(/<(.*?)>/)[1] };
                    socket.write('250 Go on\r\n');
                } else if (/^RCPT TO:/i.test(line)) {
                    mail.to = line.match(/<(.*?)>/)[1];
                    socket.write('250 Go on\r\n');
                } else if (/^DATA/i.test(line)) {
                    isData = true;
                    socket.write('354 Go on\r\n');
                } else if (/^QUIT/i.test(line)) socket.end('221 Goodbye\r\n');
                else socket.write('250 As you like\r\n');
            }
        });
    }
}
