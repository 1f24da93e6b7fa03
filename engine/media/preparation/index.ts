import type { MediaKind } from '../../gateway/contract';
import { audio } from './audio';
import { document } from './document';
import { image } from './image';
import { cover, picture } from './picture';
import type { Prepare } from './preparation';
import { sticker } from './sticker';
import { gif, video } from './video';
import { voice } from './voice';

export type { Facts, Preparation } from './preparation';

export const preparations: Readonly<Record<MediaKind, Prepare>> = {
	image,
	video,
	gif,
	videoNote: video,
	audio,
	voice,
	document,
	sticker,
	linkThumbnail: image,
	picture,
	productImage: image,
	cover,
};
