import { createHash } from 'node:crypto';
import type { MessageContent } from '../../gateway/contract';
import type { Seal } from '../../store/seal';

/** What stands for them. The seal remembers what it is given, and so gets none of the words. */
export function digestOfWords(seal: Pick<Seal, 'digest'>, content: MessageContent): string | null {
	const words = wordsOf(content);
	if (words === undefined) return null;
	return seal.digest(`words/${createHash('sha256').update(words).digest('base64')}`);
}

/** What a message says, to tell whether another one says the same; undefined where it says nothing. */
export function wordsOf(content: MessageContent): string | undefined {
	const said = written(content).replace(/\s+/g, ' ').trim();
	return said === '' ? undefined : said;
}

function written(content: MessageContent): string {
	if ('caption' in content) return content.caption ?? '';
	if ('text' in content) return content.text ?? '';
	return '';
}
