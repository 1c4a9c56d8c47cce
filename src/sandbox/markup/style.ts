import { createHash } from 'node:crypto';

/** The one stylesheet of the sandbox's pages: light, plain, readable on a phone and in print. */
export const STYLE = `:root{--ink:#1b2733;--soft:#4a5866;--line:#c3ccd5;--edge:#6b7785;--green:#1a6b2a;--red:#a3161a;--blue:#0b5cad;--pale:#f3f6f9}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;margin:0;color:var(--ink);background:#fff;overflow-wrap:anywhere}
a{color:var(--blue)}
:focus-visible{outline:3px solid var(--blue);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-999rem;background:#fff;padding:.5rem 1rem;z-index:1}
.skip:focus{left:.5rem;top:.5rem}
header{border-bottom:1px solid var(--line);background:var(--pale);padding:.75rem 1rem}
header p{margin:0;display:flex;flex-wrap:wrap;gap:.15rem 1rem;align-items:baseline}
header p a{font-weight:600;text-decoration:none}
header span{color:var(--soft)}
nav ul{list-style:none;margin:.5rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.25rem .25rem}
nav a{display:block;padding:.3rem .65rem;border-radius:6px;text-decoration:none}
nav a:hover{background:#e3e9ef}
nav a[aria-current]{background:var(--ink);color:#fff}
main{max-width:72rem;margin:0 auto;padding:1rem 1rem 3rem}
main.narrow{max-width:36rem}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0 1rem}
h2{font-size:1.2rem;margin:2rem 0 .5rem}
small,.hint{color:var(--soft);font-size:.9rem}
code{font-size:.95em;background:var(--pale);padding:.05rem .3rem;border-radius:4px}
pre{background:var(--pale);padding:.75rem;border-radius:6px;white-space:pre-wrap}
pre code{padding:0}
.note,.alert{border:1px solid var(--green);border-left-width:6px;border-radius:6px;padding:.6rem 1rem;margin:0 0 1rem}
.alert{border-color:var(--red)}
.alert p,.note p{margin:.25rem 0}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}
caption{text-align:left;color:var(--soft);padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.45rem .6rem;border-bottom:1px solid var(--line)}
thead th{border-bottom:2px solid var(--edge);overflow-wrap:normal}
.whole{white-space:nowrap}
tbody th{font-weight:600}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.3rem 1.25rem;margin:.5rem 0 1rem}
dt{color:var(--soft)}
dd{margin:0}
.status{display:inline-block;padding:0 .55rem;border:1px solid var(--edge);border-radius:999px;font-size:.9rem;white-space:nowrap}
.status.good{border-color:var(--green);color:var(--green)}
.status.bad{border-color:var(--red);color:var(--red)}
form.search{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin:.5rem 0 1rem}
label{display:block;font-weight:600;padding:.25rem 0}
fieldset label,label.check{font-weight:400}
fieldset{border:1px solid var(--edge);border-radius:6px;margin:1rem 0;padding:.75rem 1rem}
legend{font-weight:600;padding:0 .4rem}
.field{margin:0 0 1rem;max-width:34rem}
.search .field{margin:0}
input,select,textarea,button{font:inherit;color:inherit;max-width:100%}
input:not([type=radio],[type=checkbox]),select,textarea{display:block;width:100%;min-height:2.7rem;padding:.45rem .6rem;border:1px solid var(--edge);border-radius:6px;background:#fff}
input[type=radio],input[type=checkbox]{width:1.1rem;height:1.1rem;vertical-align:-.15rem;margin-right:.4rem}
[aria-invalid=true]{border-color:var(--red)!important;border-width:2px!important}
.wrong{color:var(--red);margin:.25rem 0 0}
button,.button{display:inline-block;min-height:2.7rem;font:inherit;padding:.5rem 1.1rem;border-radius:6px;border:2px solid var(--green);background:var(--green);color:#fff;cursor:pointer;text-decoration:none}
button.second,.button.second{background:#fff;color:var(--ink);border-color:var(--edge)}
button.danger,.button.danger{background:var(--red);border-color:var(--red);color:#fff}
.button.quiet-danger{background:#fff;border-color:var(--red);color:var(--red)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.actions{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0;padding:0;list-style:none}
.pages{display:flex;flex-wrap:wrap;gap:1rem;align-items:baseline}
@media (max-width:640px){
dl{grid-template-columns:1fr;gap:0}
dd{margin:0 0 .5rem}
table,tbody,tfoot,tr,th,td,caption{display:block;width:100%}
thead{position:absolute;left:-999rem}
tr{border-bottom:2px solid var(--line);padding:.4rem 0}
tbody th,td{border:0;padding:.15rem 0;display:flex;justify-content:space-between;gap:1rem;text-align:right;white-space:normal}
td:has(>span:empty){display:none}
tbody th::before,td::before{content:attr(data-label);color:var(--soft);font-weight:400;text-align:left;flex:none}
}
@media print{header,.actions,form,.skip{display:none}}`;

/** The stylesheet as a Content-Security-Policy names it: this text and no other may style a page. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
