import { inviteCodeIn, inviteLinkOf } from '../../../../engine/content/invite-link';

const CODE = 'AbCdEfGhIjKlMnOpQrStUv';

test.each([
	inviteLinkOf(CODE),
	`http://chat.whatsapp.com/${CODE}/`,
	`chat.whatsapp.com/invite/${CODE}`,
	`https://Chat.WhatsApp.com/${CODE}?mode=ac_t#top`,
	`whatsapp://chat?code=${CODE}`,
	`\n ${CODE} `,
])('The code of an invite is found in "%s"', (text) => {
	expect(inviteCodeIn(text)).toBe(CODE);
});

test.each([
	'',
	'short',
	`https://example.com/${CODE}`,
	`https://chat.whatsapp.com.example.com/${CODE}`,
	`https://example.com/?to=https://chat.whatsapp.com/${CODE}`,
	`https://whatsapp.com/channel/${CODE}`,
	`Join us: https://chat.whatsapp.com/${CODE}`,
	'120363000000000001@g.us',
])('"%s" is no invite', (text) => {
	expect(inviteCodeIn(text)).toBeUndefined();
});
