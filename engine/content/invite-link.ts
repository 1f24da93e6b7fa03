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
