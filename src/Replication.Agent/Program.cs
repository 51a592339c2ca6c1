using Replication.Agent;

return await CommandLine.RunAsync(args);
