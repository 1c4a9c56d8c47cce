import { mangled, mutated } from './mutate.ts';
import { idIn } from './scene.ts';
import type { Scene, Sent } from './scene.ts';
import { company, textOfPayload } from './writes.ts';

function part(name: string, more: string, content: string): string {
  return `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${content}\r\n`;
}

export function upload(scene: Scene): Sent {
  const { random } = scene;
  const ref = {
    EntityRef: { type: random.pick(['Invoice', 'Customer', 'Nothing']), value: idIn(scene, 'Invoice') },
  };
  const metadata = { FileName: 'a.txt', ContentType: 'text/plain', AttachableRef: [ref] };
  const json = textOfPayload(scene, random.chance(40) ? mutated(metadata, random) : metadata);
  const parts = [
    part('file_metadata_0', '; filename="m.json"\r\nContent-Type: application/json', json),
    part('file_content_0', '; filename="a.txt"\r\nContent-Type: text/plain', 'x'.repeat(random.below(50))),
  ];
  const whole = `${random.chance(85) ? parts.join('') : parts.slice(random.below(2)).reverse().join('')}--b--\r\n`;
  const text = random.chance(15) ? mangled(whole, random) : whole;
  const headers = {
    'content-type': random.pick(['multipart/form-data; boundary=b', 'multipart/form-data; boundary="b"']),
  };
  return {
    method: 'POST',
    path: company(scene, 'upload'),
    headers,
    body: text,
    bytes: Buffer.from(text, 'utf8'),
  };
}
