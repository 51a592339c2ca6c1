using System.Reflection;
using Amazon.EC2;
using Amazon.EC2.Model;

namespace Replication.Aws.Tests.Copies;

/// <summary>Does something of its own after each attachment of a volume, before the caller knows of it.</summary>
public class AttachingEc2 : DispatchProxy
{
    private IAmazonEC2? _inner;
    private Func<AttachVolumeRequest, CancellationToken, Task>? _attached;

    public static IAmazonEC2 Around(IAmazonEC2 inner, Func<AttachVolumeRequest, CancellationToken, Task> attached)
    {
        IAmazonEC2 proxy = Create<IAmazonEC2, AttachingEc2>();
        var attaching = (AttachingEc2)proxy;
        (attaching._inner, attaching._attached) = (inner, attached);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        args is [AttachVolumeRequest request, CancellationToken token] ? AttachAsync(request, token) : targetMethod!.Invoke(_inner, args);

    private async Task<AttachVolumeResponse> AttachAsync(AttachVolumeRequest request, CancellationToken cancellationToken)
    {
        AttachVolumeResponse answer = await _inner!.AttachVolumeAsync(request, cancellationToken);
        await _attached!(request, cancellationToken);
        return answer;
    }
}
