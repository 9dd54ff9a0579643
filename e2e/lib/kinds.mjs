// What kind of page an address leads to.

/** An address without what differs from child to child: one of each kind is looked at. */
export const kind = (address) => address.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/[?&](efter|fore|klart|entry|to)=[^&]*/g, '');

/** Links that lead out, to files, or to pages for anyone, which have a test of their own. */
export const elsewhere = /^\/($|lamna|assets|sprak|logga-ut|halsa|be-om-hjalp|foralder|forbered|guiden|installningar|dina-uppgifter|tystnadsplikt|tillganglighet|om-tiderna|prata-nu)|[?]slag=|\/(fil|utskrift)$/;
