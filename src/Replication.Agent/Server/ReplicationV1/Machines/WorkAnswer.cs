using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;
using Replication.Core.Serialization;

namespace Replication.Agent.Server.ReplicationV1.Machines;

/// <summary>Answers in lines: {"bytes": n} while the work goes on, so that nobody takes the silence for a broken connection, then its result or its error.</summary>
internal static class WorkAnswer
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    public static async Task WriteAsync(ServerRequest request, WorkItem work, TimeProvider time)
    {
        Task result = work.Result;
        while (!result.IsCompleted)
        {
            Task beat = Task.Delay(Beat, time, request.Aborted);
            if (await Task.WhenAny(result, beat) == result) break;
            await beat;
            await LineAsync(request, new WorkLine(Bytes: work.Done));
        }

        object value;
        try
        {
            value = await work.Result;
        }
        catch (ReplicationException error) when (request.Http.Response.HasStarted)
        {
            ServiceError refused = MachineErrors.Translate(error).Error;
            await LineAsync(request, new WorkLine(Error: new WorkError(refused.Code, refused.Message)));
            return;
        }

        await LineAsync(request, new WorkLine(Bytes: work.Done, Result: value));
    }

    private static async Task LineAsync(ServerRequest request, WorkLine line)
    {
        HttpResponse response = request.Http.Response;
        if (!response.HasStarted) response.ContentType = "application/x-ndjson";
        byte[] text = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(line, ReplicationJson.Compact);
        await response.Body.WriteAsync((byte[])[.. text, (byte)'\n'], request.Aborted);
        await response.Body.FlushAsync(request.Aborted);
    }

    private sealed record WorkLine(long? Bytes = null, object? Result = null, WorkError? Error = null);

    private sealed record WorkError(string Code, string Message);
}
