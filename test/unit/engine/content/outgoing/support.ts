import type {
	BuildContext,
	CheckContext,
	Kind,
	LookUps,
	UploadedFile,
} from '../../../../../engine/content/outgoing';
import type { MessageContent } from '../../../../../engine/gateway/contract';
import { START } from '../../../../support/fake-clock';
import { errorOf } from '../../support';

export const BOB = '5511900000002@s.whatsapp.net';
export const GROUP = '120363041234567890@g.us';
const ME = '5511900000001@s.whatsapp.net';

/** Of the message that is built. */
export const MESSAGE_ID = '3EB0000000000000000001';

/** 32 bytes that no test mistakes for others. */
export const SECRET = new Uint8Array(32).fill(7);

export function checkContext(chat = BOB): CheckContext {
	return {
		chat,
		now: START,
		target: () => {
			throw new Error('This kind is about no other message');
		},
		isAnother: () => false,
		isMe: () => false,
	};
}

export function buildContext<Found>(
	found: Found,
	{ chat, files = {} }: { chat?: string; files?: Record<string, UploadedFile> } = {},
): BuildContext<Found> {
	return {
		...checkContext(chat),
		messageId: MESSAGE_ID,
		me: { jid: ME, lid: null },
		file: (mediaId) => files[mediaId] as UploadedFile,
		thumbnail: (mediaId) => files[mediaId]?.thumbnail ?? null,
		found,
		secret: () => SECRET,
		seal: { vote: sealsNothing, eventAnswer: sealsNothing, eventEdit: sealsNothing },
	};
}

function sealsNothing(): never {
	throw new Error('This kind seals nothing');
}

/** What is wrong with content, in words. Fails when nothing is. */
export function refusal<C extends MessageContent, F>(
	kind: Kind<C, F>,
	content: C,
	chat?: string,
): string {
	const error = errorOf(() => kind.check(content, checkContext(chat))) as {
		code: string;
		message: string;
		hint: string;
	};
	expect(error).toMatchObject({ code: 'INVALID_CONTENT', retryable: false });
	expect(error.hint).not.toBe('');
	return error.message;
}

/** WhatsApp that can say what the test needs of it. */
export function lookUps(answers: Partial<LookUps>): LookUps {
	return answers as LookUps;
}

export const FILE: UploadedFile = {
	kind: 'image',
	url: 'https://mmg.whatsapp.net/o1/v/t24/f2/abc',
	directPath: '/o1/v/t24/f2/abc',
	handle: null,
	mediaKey: new Uint8Array(32).fill(1),
	mediaKeyTimestamp: 1_700_000_000,
	fileSha256: new Uint8Array(32).fill(2),
	fileEncSha256: new Uint8Array(32).fill(3),
	fileLength: 12_345,
	mimetype: 'image/jpeg',
	fileName: null,
	seconds: null,
	width: 800,
	height: 600,
	pages: null,
	thumbnail: new Uint8Array([255, 216]),
	waveform: null,
	isAnimated: false,
};
