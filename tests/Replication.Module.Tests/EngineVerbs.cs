using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Core.States;

namespace Replication.Module.Tests;

/// <summary>The verbs of the engine, and the methods that ask for each: found by asking them, for VMs of every state.</summary>
internal static class EngineVerbs
{
    public static IReadOnlyList<string> All { get; } =
        [.. JobHandlers.All(new EngineServices(null!, null!, null!, null!, TimeProvider.System, NullLoggerFactory.Instance)).Select(handler => handler.Verb).Distinct()];

    public static ILookup<string, MethodBase> Requests { get; } =
        (from method in typeof(VmVerbs).Assembly.GetExportedTypes().SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
         where method.ReturnType == typeof(JobRequest) && !method.IsSpecialName && method.DeclaringType != typeof(JobRequest)
         from state in Enum.GetValues<ReplicationState>()
         let request = (JobRequest)method.Invoke(method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(method.DeclaringType!), [.. method.GetParameters().Select(parameter => Sample(parameter.ParameterType, state))])!
         select (request.Verb, Method: (MethodBase)method)).Distinct().ToLookup(pair => pair.Verb, pair => pair.Method);

    /// <summary>A request does not look at what it carries: anything of the type does, but for the state of a VM.</summary>
    private static object? Sample(Type type, ReplicationState state)
    {
        if (type == typeof(string)) return "";
        if (type.IsValueType) return Activator.CreateInstance(type);
        if (type == typeof(IReadOnlyList<ReplicatedVM>)) return new[] { (ReplicatedVM)Sample(typeof(ReplicatedVM), state)! };
        if (type.IsInterface) return null;
        object sample = RuntimeHelpers.GetUninitializedObject(type);
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.CanWrite && property.PropertyType == typeof(string))) property.SetValue(sample, "");
        type.GetProperty(nameof(ReplicatedVM.ReplicationState))?.SetValue(sample, state);
        return sample;
    }
}
