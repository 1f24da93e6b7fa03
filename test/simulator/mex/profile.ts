import type { MexOperations } from './operation';

interface TextStatus {
	readonly text: string | null;
	readonly emoji?: { readonly content: string };
	readonly ephemeral_duration_sec: number;
}

/** What an account shows of itself. */
export const profileOperations: MexOperations = {
	// WAWebMexUpdateTextStatusJob.
	'9152604461510864': ({ input }, { account }, { clock }) => {
		const { text, emoji, ephemeral_duration_sec: seconds } = input as TextStatus;
		const note = { text: text ?? '', emoji: emoji?.content, seconds, atSeconds: clock.seconds() };
		account.note = text === null && !emoji ? undefined : note;
		return { xwa2_update_text_status: { result: 'SUCCESS' } };
	},
};
