import * as z from 'zod'; import { catalogue } from '@vigie/contract';
console.log(JSON.stringify(z.toJSONSchema(catalogue['process.signal'].input,{io:'input'}),null,1));
console.log(JSON.stringify(z.toJSONSchema(catalogue['socket.list'].input,{io:'input'})));
console.log(JSON.stringify(z.toJSONSchema(catalogue['process.list'].output,{io:'output'})).slice(0,1500));
console.log(JSON.stringify(z.toJSONSchema(catalogue['host.list'].output,{io:'output'})).slice(0,400));
