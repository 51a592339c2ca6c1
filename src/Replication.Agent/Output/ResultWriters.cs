namespace Replication.Agent.Output;

internal static class ResultWriters
{
    public static IResultWriter Create(bool json) => json ? new JsonResultWriter() : new TextResultWriter();
}
