using Archive.Web.Mapping;
using Xunit;

namespace Archive.IntegrationTests.Web;

public sealed class MappingTests
{
    [Fact]
    public void Maps_every_field_of_every_view_model() => ArchiveMapper.Configure().AssertConfigurationIsValid();

    /// <summary>AutoMapper 8 recurses without bound over self-referencing maps. There is none: from no mapped type is the type itself reached.</summary>
    [Fact]
    public void Has_no_map_that_reaches_itself()
    {
        var sources = ArchiveMapper.Configure().GetAllTypeMaps().Select(m => m.SourceType).ToList();

        Assert.NotEmpty(sources);
        foreach (var type in sources)
        {
            Assert.False(Reaches(type, type, []), type.Name);
        }
    }

    [Fact]
    public void Sees_a_type_that_reaches_itself() => Assert.True(Reaches(typeof(Cyclic), typeof(Cyclic), []));

    private static bool Reaches(Type from, Type wanted, HashSet<Type> seen)
    {
        foreach (var next in from.GetProperties().SelectMany(p => Parts(p.PropertyType)).Where(t => t.Namespace?.StartsWith("Archive.", StringComparison.Ordinal) == true))
        {
            if (next == wanted || (seen.Add(next) && Reaches(next, wanted, seen)))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : type.IsArray ? Parts(type.GetElementType()!) : [type]; // arrays have one

    private sealed record Cyclic(IReadOnlyList<Cyclic> Children);
}
