const B='http://127.0.0.1:19200', T='mettez-une-longue-cle-aleatoire-ici';
const cookie=(await Bun.file('/tmp/vg-c').text()).split('\n').filter(l=>l.includes('session_token')).map(l=>l.split('\t')).map(p=>p[5]+'='+p[6])[0]!;
async function lat(name:string,n:number,path:string,h:Record<string,string>){const ts:number[]=[];for(let i=0;i<n;i++){const t=performance.now();const r=await fetch(B+path,{headers:h});await r.arrayBuffer();if(r.status!==200)throw new Error(name+r.status);ts.push(performance.now()-t);}ts.sort((a,b)=>a-b);console.log(name,'p50',ts[n>>1]!.toFixed(1),'p95',ts[Math.floor(n*.95)]!.toFixed(1),'p99',ts[Math.floor(n*.99)]!.toFixed(1));}
await lat('processes token',200,'/api/processes',{'x-auth-token':T});
await lat('processes cookie',200,'/api/processes',{cookie});
await lat('health',200,'/api/health',{});
// flood of invalid tokens at ~1000/s
let stop=false, sent=0; const codes:Record<number,number>={};
const flood=(async()=>{ while(!stop){ const batch=[]; for(let i=0;i<20;i++){sent++; batch.push(fetch(B+'/api/processes',{headers:{'x-auth-token':'wrong'+Math.random()+'x'.repeat(30)}}).then(async r=>{await r.arrayBuffer();codes[r.status]=(codes[r.status]??0)+1;}));} await Promise.all(batch); await Bun.sleep(12);} })();
const t=performance.now();
await lat('health under flood',150,'/api/health',{}); await lat('processes under flood',100,'/api/processes',{'x-auth-token':T});
stop=true; await flood; console.log('flood/s',(sent/((performance.now()-t)/1000)).toFixed(0),codes);
