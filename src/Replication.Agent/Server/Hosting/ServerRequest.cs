using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.Payloads;

namespace Replication.Agent.Server.Hosting;

/// <summary>An authenticated request: who asks, of which region, and what.</summary>
public sealed class ServerRequest
{
    /// <summary>The headers arrive with the first byte, and even the shortest JSON answer lacks something after it.</summary>
    private const int BytesBeforeMidResponseDrop = 1;

    private readonly IFaultInjector? _faults;
    private readonly TimeProvider _time;
    private readonly string _service;

    internal ServerRequest(
        HttpContext http, ServerCaller caller, string service, RequestPayload payload, string requestId, IFaultInjector? faults, TimeProvider time)
    {
        Http = http;
        Caller = caller;
        Payload = payload;
        RequestId = requestId;
        _service = service;
        _faults = faults;
        _time = time;
    }

    public HttpContext Http { get; }

    public ServerCaller Caller { get; }

    public string AccountId => Caller.AccountId;

    /// <summary>Storage of the caller.</summary>
    /// <exception cref="ServerException">The caller has none here.</exception>
    public ServerRegion Region => Caller.Region ?? throw new ServerException(ServerFailure.ServiceNotAllowed, $"{Caller.Name} administers this server and has no storage here.");

    /// <summary>The region as the client named it; a server of one region answers to any.</summary>
    public string RegionName => Caller.RegionName;

    public RequestPayload Payload { get; }

    public string RequestId { get; }

    /// <summary>The client went away, or the server stops.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>An injected fault wants an empty page with a token to go on; set by <see cref="EnterAsync"/>.</summary>
    public bool WantsEmptyPage { get; private set; }

    internal bool DropsAfterwards { get; private set; }

    /// <summary>Called by every operation once it knows its name and before it has any effect: the place where faults are injected.</summary>
    public async ValueTask EnterAsync(string operation, string? resource = null)
    {
        if (_faults?.Next(_service, operation, resource) is not { } fault) return;
        if (fault.Delay > TimeSpan.Zero) await Task.Delay(fault.Delay, _time, Aborted);
        if (fault.Drop == ConnectionDrop.BeforeEffect) throw new DroppedConnectionException();
        if (fault.Error is not null) throw new ServiceException(fault.Error);
        WantsEmptyPage = fault.EmptyPage;
        if (fault.Drop == ConnectionDrop.None) return;
        DropsAfterwards = true;
        var body = new BrokenResponseBody(Http.Response.Body, fault.Drop == ConnectionDrop.MidResponse ? BytesBeforeMidResponseDrop : 0);
        Http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
    }

    /// <summary>Tells fault rules of eventual consistency that a resource exists from now on.</summary>
    public void NoteCreated(string resource) => _faults?.NoteCreated(resource);
}
