import {
	getBinaryNodeChild,
	S_WHATSAPP_NET,
	type BinaryNode,
	type WASocket,
} from '@whiskeysockets/baileys';
import { answerTo } from './query';
import { refusalCode } from './query-errors';

/** `url` is null where there is no picture, or `isHidden`: privacy settings keep it from us. */
export interface FoundPicture {
	url: string | null;
	isHidden: boolean;
}

/** The pictures of profiles and groups. Each rejects with WhatsApp's refusal (`refusalCode`), or `QueryTimeout`. */
export interface Pictures {
	/** Where the picture of a person or a group lies, for some days. */
	find(chat: string): Promise<FoundPicture>;
	/** A square JPEG for a group, or for the linked number itself (null). Returns WhatsApp's ID of the picture. */
	set(group: string | null, jpeg: Uint8Array): Promise<string>;
	remove(group: string | null): Promise<void>;
}

/** For changes not Baileys' own updateProfilePicture: it converts the image once more, and leaves out the ID. */
export function createPictures({
	query,
	profilePictureUrl,
}: Pick<WASocket, 'query' | 'profilePictureUrl'>): Pictures {
	async function change(group: string | null, content?: BinaryNode[]): Promise<BinaryNode> {
		return await answerTo(query, {
			tag: 'iq',
			attrs: {
				to: S_WHATSAPP_NET,
				type: 'set',
				xmlns: 'w:profile:picture',
				// Named as a target, the own number would be refused.
				...(group !== null && { target: group }),
			},
			content,
		});
	}

	return {
		async find(chat) {
			try {
				return { url: (await profilePictureUrl(chat, 'image')) ?? null, isHidden: false };
			} catch (error) {
				const code = refusalCode(error);
				if (code === 404) return { url: null, isHidden: false };
				if (code === 401 || code === 403) return { url: null, isHidden: true };
				throw error;
			}
		},
		async set(group, jpeg) {
			const picture = { tag: 'picture', attrs: { type: 'image' }, content: jpeg };
			const answer = await change(group, [picture]);
			return getBinaryNodeChild(answer, 'picture')?.attrs.id ?? '';
		},
		async remove(group) {
			await change(group);
		},
	};
}
