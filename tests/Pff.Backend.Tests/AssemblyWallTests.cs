using System.Reflection;

namespace Pff.Backend.Tests;

public sealed class AssemblyWallTests
{
    /// <summary>The project file may be right and the built assembly wrong, so ask the assembly too.</summary>
    [Fact]
    public void The_built_assembly_knows_no_other_library_than_core()
    {
        var others = Assembly.Load("Pff.Backend").GetReferencedAssemblies()
            .Select(reference => reference.Name ?? "")
            .Where(name => name.StartsWith("Pff.", StringComparison.Ordinal) && name != "Pff.Core");
        Assert.Empty(others);
    }
}
