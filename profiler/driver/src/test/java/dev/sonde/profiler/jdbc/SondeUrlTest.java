package dev.sonde.profiler.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SondeUrlTest {

    @ParameterizedTest
    @CsvSource(commentCharacter = '~', delimiter = '|', textBlock = """
            jdbc:postgresql://db:5432/shop                                    | jdbc:postgresql://db:5432/shop
            jdbc:postgresql://db/shop?user=u&password=s3cret                  | jdbc:postgresql://db/shop
            jdbc:postgresql://u:s3cret@db:5432/shop                           | jdbc:postgresql://db:5432/shop
            jdbc:postgresql://u:s3/cret@db/shop                               | jdbc:postgresql://db/shop
            jdbc:postgresql://u:s3@cret@db/shop                               | jdbc:postgresql://db/shop
            jdbc:postgresql://u:s3cret?x@db/shop                              | jdbc:postgresql://…
            jdbc:postgresql://u:s3cret#x@db/shop                              | jdbc:postgresql://…
            jdbc:postgresql://u:%73%33cret@[::1]:5432/shop                    | jdbc:postgresql://[::1]:5432/shop
            jdbc:postgresql://[2001:db8::1]:5432,b.example.org:5433/shop      | jdbc:postgresql://[2001:db8::1]:5432,b.example.org:5433/shop
            jdbc:postgresql://a:1,b:2/                                        | jdbc:postgresql://a:1,b:2/
            jdbc:postgresql:shop                                              | jdbc:postgresql:shop
            jdbc:postgresql:/                                                 | jdbc:postgresql:/
            jdbc:postgresql:?password=s3cret                                  | jdbc:postgresql:
            jdbc:postgresql:u:s3cret@db/shop                                  | jdbc:postgresql:db/shop
            jdbc:oracle:thin:u/s3cret@db:1521/x                               | jdbc:oracle:thin:db:1521/x
            jdbc:sqlserver://db;user=u;password=s3cret                        | jdbc:sqlserver://db
            jdbc:mysql://(host=a,password=s3cret)/shop                        | jdbc:mysql://
            jdbc:postgresql://db/shop&password=s3cret                         | jdbc:postgresql://db/shop
            """)
    void keepsNothingOfAUrlButWhereTheDatabaseIs(String url, String expected) {
        assertThat(SondeUrl.withoutCredentials(url)).isEqualTo(expected).doesNotContain("s3");
    }
}
