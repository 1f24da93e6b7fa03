/** What an account or a group shows. */
export interface Picture {
	readonly id: string;
	/** Where it lies on the media host. */
	readonly path: string;
}

/** Where files are put. */
interface Files {
	store(path: string, content: Buffer): void;
}

let pictures = 0;

/** Puts a picture on the media host. */
export function storePicture(media: Files, jpeg: Buffer): Picture {
	const id = String(++pictures);
	const path = `/v/pictures/${id}.jpg`;
	media.store(path, jpeg);
	return { id, path };
}
