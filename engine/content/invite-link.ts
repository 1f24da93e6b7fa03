const CODE = /^[\w-]{15,40}$/;
/** Links to groups are written in several ways; what comes behind the code says where it was copied. */
const LINK = /^(?:https?:\/\/)?chat\.whatsapp\.com\/(?:invite\/)?([\w-]{15,40})\/?(?:[?#].*)?$/i;
const APP_LINK = /^whatsapp:\/\/chat\/?\?code=([\w-]{15,40})$/i;

/** The code in an invite link of a group, or a bare code; undefined for what is neither. */
export function inviteCodeIn(text: string): string | undefined {
	const written = text.trim();
	if (CODE.test(written)) return written;
	return (LINK.exec(written) ?? APP_LINK.exec(written))?.[1];
}

export function inviteLinkOf(code: string): string {
	return `https://chat.whatsapp.com/${code}`;
}

/** Links to channels; what comes behind the code names a post, or says where it was copied. */
const CHANNEL_LINK =
	/^(?:https?:\/\/)?(?:www\.)?whatsapp\.com\/channel\/([\w-]{15,40})(?:\/\d+)?\/?(?:[?#].*)?$/i;

/** The code in the invite link of a channel, or a bare code; undefined for what is neither. */
export function channelCodeIn(text: string): string | undefined {
	const written = text.trim();
	return CODE.test(written) ? written : CHANNEL_LINK.exec(written)?.[1];
}

export function channelLinkOf(code: string): string {
	return `https://whatsapp.com/channel/${code}`;
}
