if (context.Request.Body == null) { return "!json"; }
byte[] b = null;
try { b = context.Request.Body.As<byte[]>(preserveContent: true); } catch (Exception) { return "!large"; }
if (b == null) { return "!json"; }
if (b.Length > LARGEST) { return "!large"; }
var open = new int[DEEPEST + 1]; var facts = new List<string>(); var reported = new HashSet<string>();
var names = new HashSet<string>(); HashSet<string> own = null;
int i = 0, d = 0, need = 0, start = 0, length = 0, n = b.Length;
string top = "", key = "", type = ""; bool look = false, talk = false, role = false, whole = false;
while (true) {
 while (i < n && (b[i] == 32 || b[i] == 10 || b[i] == 13 || b[i] == 9)) { i++; }
 if (i == n) { break; }
 int c = b[i];
 if (need == 5 || d == 0 && c != 123) { return "!json"; }
 bool item = look && d == 2 && open[2] == 91, inner = look && d == 2 && open[2] == 123;
 bool member = look && d == 3 && open[2] == 91 && open[3] == 123, deciding = d == 1 || item || inner || member;
 if (need != 0 && need != 2 && c == (open[d] == 123 ? 125 : 93)) {
  if (member) {
   if (type == ":reasoning" && !whole) { type = ":reasoning_by_id"; }
   if (type == "") { type = role ? "=role" : "=none"; }
   if (reported.Add(top + type)) { facts.Add(top + "[]" + type); }
  }
  d--; i++; need = d == 0 ? 5 : 4; continue;
 }
 if (need == 4) { if (c != 44) { return "!json"; } i++; need = open[d] == 123 ? 2 : 0; continue; }
 bool name = need == 1 || need == 2; string v = "";
 if (c == 34) {
  int from = ++i; bool plain = true, escaped = false;
  while (true) {
   if (i == n || b[i] < 32) { return "!json"; }
   c = b[i];
   if (c == 34) { break; }
   if (c == 92) {
    escaped = true; plain = false; i++;
    if (i == n) { return "!json"; }
    if (b[i] == 117) {
     if (i + 4 >= n) { return "!json"; }
     for (int k = 1; k < 5; k++) { if (!Uri.IsHexDigit((char)b[i + k])) { return "!json"; } }
     i += 5;
    } else if ("\"\\/bfnrt".IndexOf((char)b[i]) < 0) { return "!json"; } else { i++; }
   } else if (c > 127) {
    plain = false;
    int more = c < 194 || c > 244 ? 0 : c < 224 ? 1 : c < 240 ? 2 : 3;
    if (more == 0 || i + more >= n || b[i + 1] < (c == 224 ? 160 : c == 240 ? 144 : 128) || b[i + 1] > (c == 237 ? 159 : c == 244 ? 143 : 191)) { return "!json"; }
    for (int k = 2; k <= more; k++) { if (b[i + k] < 128 || b[i + k] > 191) { return "!json"; } }
    i += more + 1;
   } else { plain = plain && PLAIN; i++; }
  }
  int size = i - from; i++;
  string s = plain && size > 0 && size <= LONGEST && (deciding || name && talk) ? Encoding.UTF8.GetString(b, from, size) : "*";
  if (name) {
   if (deciding) {
    if (s == "*" || s.IndexOf('.') >= 0) {
     var shown = new StringBuilder();
     for (int k = from; k < from + Math.Min(size, LONGEST); k++) { c = b[k]; shown.Append(c != 46 && PLAIN ? (char)c : '?'); }
     return "!odd:" + shown.ToString();
    }
    if (!(d == 1 ? names : own).Add(s)) { return "!twice:" + (d == 1 ? s : top + (inner ? "." : "[].") + s); }
    if (d == 1) { top = s; look = LOOKED_INTO; talk = CONVERSATION; }
    key = s;
   }
   if (d > 1 && talk && (escaped || REFERENCE) && reported.Add(top + "." + s)) { facts.Add(top + "[]." + s); }
   while (i < n && (b[i] == 32 || b[i] == 10 || b[i] == 13 || b[i] == 9)) { i++; }
   if (i == n || b[i] != 58) { return "!json"; }
   i++; need = 0; continue;
  }
  if (d == 1 && top == "model" && !escaped) { start = from; length = size; }
  v = item ? "=text" : ":" + s; need = 4;
 } else if (name) { return "!json"; }
 else if (c == 123 || c == 91) {
  if (d == DEEPEST) { return "!json"; }
  d++; i++; open[d] = c; need = c == 123 ? 1 : 3; v = c == 123 ? "=object" : "=array";
  if (c == 123 && (item || d == 2)) { own = new HashSet<string>(); }
  if (c == 123 && item) { type = ""; role = false; whole = false; continue; }
  if (d == 1) { continue; }
 } else if (c == 45 || c >= 48 && c <= 57) {
  int from = i, q = c == 45 ? ++i : i;
  while (i < n && b[i] >= 48 && b[i] <= 57) { i++; }
  if (i == q || b[q] == 48 && i > q + 1) { return "!json"; }
  if (i < n && b[i] == 46) { q = ++i; while (i < n && b[i] >= 48 && b[i] <= 57) { i++; } if (i == q) { return "!json"; } }
  if (i < n && (b[i] == 101 || b[i] == 69)) {
   i++; if (i < n && (b[i] == 43 || b[i] == 45)) { i++; }
   q = i; while (i < n && b[i] >= 48 && b[i] <= 57) { i++; } if (i == q) { return "!json"; }
  }
  v = item ? "=number" : !deciding ? "" : i - from <= LONGEST_NUMBER ? "=" + Encoding.UTF8.GetString(b, from, i - from) : "=*"; need = 4;
 } else {
  v = c == 116 ? "=true" : c == 102 ? "=false" : c == 110 ? "=null" : "";
  if (v == "" || i + v.Length - 1 > n) { return "!json"; }
  for (int k = 1; k < v.Length; k++) { if (b[i + k - 1] != v[k]) { return "!json"; } }
  i += v.Length - 1; need = 4;
 }
 if (member) {
  if (key == "type") { type = v == "=null" ? "" : v[0] == ':' ? v : "=odd"; }
  else if (key == "role") { role = v != "=null"; }
  else if (key == "encrypted_content") { whole = v[0] == ':'; }
 } else if (item) { if (reported.Add(top + v)) { facts.Add(top + "[]" + v); } }
 else if (deciding) { facts.Add(inner ? top + "." + key + v : top + v); }
}
if (need != 5) { return "!json"; }
return string.Join(";", facts) + "|" + start + "|" + length + "|" + Encoding.UTF8.GetString(b, start, length);
