/** The characters of GSM 03.38, and those of them which count twice. */
const GSM = /^[@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà\r\n\f^{}\\[\]~|€]*$/;
const GSM_DOUBLE = /[\f^{}\\[\]~|€]/g;

/** How a text is encoded, and the number of parts that is sent and paid for. */
export function encodingOf(body: string): { readonly name: 'GSM' | 'Unicode'; readonly parts: number } {
  const isGsm = GSM.test(body);
  const length = isGsm ? body.length + (body.match(GSM_DOUBLE)?.length ?? 0) : body.length;
  const [single, several] = isGsm ? [160, 153] : [70, 67];
  return { name: isGsm ? 'GSM' : 'Unicode', parts: length <= single ? 1 : Math.ceil(length / several) };
}
