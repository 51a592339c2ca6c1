using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Hosting;

namespace Replication.Server.Tests.Support;

/// <summary>Answers with what it was sent, and with who it believes to be asking.</summary>
internal sealed class EchoEndpoints(string service, IErrorFormat errors) : IServerEndpoints
{
    public string Service => service;

    public IErrorFormat Errors => errors;

    public long MaxBodyLength => 100_000;

    /// <summary>When set, requests wait for it.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool AcceptsUnsignedPayload(string method) => method == "PUT";

    public async Task HandleAsync(ServerRequest request)
    {
        await request.EnterAsync("Echo");
        byte[] body = await request.Payload.ReadAllAsync(100_000, request.Aborted);
        Entered.TrySetResult();
        await Hold;
        request.Http.Response.Headers["x-account"] = request.AccountId;
        request.Http.Response.Headers["x-region"] = request.Region.Name;
        request.Http.Response.Headers["x-trailers"] = string.Join(';', request.Payload.Trailers.Select(trailer => $"{trailer.Key}={trailer.Value}"));
        await request.Http.Response.Body.WriteAsync(body);
    }
}
