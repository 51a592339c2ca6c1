using Replication.Bench;
using Replication.Bench.Ours;

return args is ["child", ..] ? await ChildProgram.RunAsync(args[1..]) : await BenchProgram.RunAsync(args);
