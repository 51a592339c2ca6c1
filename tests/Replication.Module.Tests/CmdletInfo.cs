using System.Management.Automation;
using System.Reflection;

namespace Replication.Module.Tests;

/// <summary>A cmdlet by reflection, from attribute data: the reference assembly's constructors have no code.</summary>
public sealed record CmdletInfo(Type Type, string Verb, string Noun, CustomAttributeData Declaration)
{
    public string Name => $"{Verb}-{Noun}";

    public bool SupportsShouldProcess => Named(Declaration, "SupportsShouldProcess", false);

    public int ConfirmImpact => Named(Declaration, "ConfirmImpact", (int)System.Management.Automation.ConfirmImpact.Medium);

    public IReadOnlyList<PropertyInfo> Parameters => [.. Type.GetProperties().Where(property => Declarations(property).Any())];

    public static IReadOnlyList<CmdletInfo> All { get; } =
    [
        .. from type in typeof(Replication.Pipeline.ReplicationCmdlet).Assembly.GetExportedTypes()
           let declaration = type.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType == typeof(CmdletAttribute))
           where declaration is not null && !type.IsAbstract
           let cmdlet = new CmdletInfo(
               type, (string)declaration.ConstructorArguments[0].Value!, (string)declaration.ConstructorArguments[1].Value!, declaration)
           orderby cmdlet.Name
           select cmdlet,
    ];

    public static CmdletInfo Named(string name) => All.Single(cmdlet => cmdlet.Name == name);

    public static IEnumerable<CustomAttributeData> Declarations(PropertyInfo property) =>
        property.GetCustomAttributesData().Where(data => data.AttributeType == typeof(ParameterAttribute));

    public static IEnumerable<string> Sets(PropertyInfo property) => Declarations(property).Select(declaration => Named(declaration, "ParameterSetName", ""));

    public static IReadOnlyList<string> NamesOf(PropertyInfo property) =>
    [
        property.Name,
        .. property.GetCustomAttributesData().Where(data => data.AttributeType == typeof(AliasAttribute))
            .SelectMany(data => (IReadOnlyCollection<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!).Select(argument => (string)argument.Value!),
    ];

    public static T Named<T>(CustomAttributeData data, string name, T otherwise) =>
        data.NamedArguments.Where(argument => argument.MemberName == name).Select(argument => (T)argument.TypedValue.Value!).FirstOrDefault(otherwise);

    public override string ToString() => Name;
}
