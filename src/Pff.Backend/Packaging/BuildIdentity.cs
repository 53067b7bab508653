using System.Reflection;
using Pff.Core.Plan;

namespace Pff.Backend.Packaging;

/// <summary>
/// Which build this is. A compiled plan calls into Pff.Core, so it runs only with the very build of it that it was
/// compiled against: the module version identifier of a deterministic build is a hash of its code.
/// </summary>
public static class BuildIdentity
{
    /// <summary>The version that people know, as <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(Value).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Identifies the build of Pff.Core.</summary>
    public static Guid CoreContract { get; } = typeof(Value).Module.ModuleVersionId;

    /// <summary>
    /// Identifies the builds of Pff.Core, this library and <paramref name="others"/> (the compiler): a part of every
    /// cache key, so that another build never finds what this one stored.
    /// </summary>
    public static string Of(params IEnumerable<Assembly> others) => string.Join(
        '+',
        others.Prepend(typeof(BuildIdentity).Assembly).Select(assembly => assembly.ManifestModule.ModuleVersionId)
            .Prepend(CoreContract).Select(id => id.ToString("N")));
}
